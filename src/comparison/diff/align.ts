import { stridesOf, type TypedArray } from "../../../kernels-ref/array.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { type ImageLayout, PERMUTATION } from "./image-layout.js";

/** `b`'s elements in the order and shape of `a`. */
export interface Alignment {
  readonly tensor: Tensor;
  /** True when the shapes only look different: layouts, padded rows, axes of length 1. */
  readonly corresponds: boolean;
  readonly remark?: string;
}

/**
 * Ways to lay `b` over `a` as their shapes have it, the most natural first; empty when these do not correspond. Shapes that
 * allow both image layouts give both: only the values can tell.
 */
export function alignments(a: Tensor, b: Tensor): Alignment[] {
  if (a.shape.join() === b.shape.join()) return [{ tensor: b, corresponds: true }];
  const found = [...transpositions(a, b), ...cropped(a, b)];
  if (found.length > 0) return found;
  if (a.size !== b.size) return [];
  const corresponds = squeeze(a.shape) === squeeze(b.shape);
  const remark = corresponds ? undefined : `shapes ${text(a.shape)} and ${text(b.shape)}: compared in storage order`;
  return [{ tensor: b.reshape(a.shape), corresponds, ...(remark === undefined ? {} : { remark }) }];
}

/** `b` taken for an image of the other layout; also where the shapes are equal (height, width and channels of one length). */
export function transpositions(a: Tensor, b: Tensor): Alignment[] {
  if (a.shape.length !== 4 || b.shape.length !== 4) return [];
  return (["NHWC", "NCHW"] as const).flatMap((layout) => {
    const shape = PERMUTATION[layout].map((axis) => b.shape[axis]!);
    if (shape.join() !== a.shape.join()) return [];
    return [{ tensor: transpose(b, layout), corresponds: true, remark: `b is stored ${stored(layout)}` }];
  });
}

/** Whether two tensors of one shape are equal once one is transposed to the other image layout. */
export function areTransposed(a: Tensor, b: Tensor): boolean {
  if (a.shape.length !== 4) return false;
  const strides = stridesOf(b.shape);
  return (["NHWC", "NCHW"] as const).some((layout) => {
    const permutation = PERMUTATION[layout];
    const [, second, third, fourth] = permutation.map((axis) => b.shape[axis]!) as [number, number, number, number];
    if (permutation.some((axis, i) => b.shape[axis] !== a.shape[i])) return false;
    const [n, x, y, z] = permutation.map((axis) => strides[axis]!) as [number, number, number, number];
    for (let i = 0; i < a.size; i++) {
      const rest = Math.floor(i / fourth);
      const rows = Math.floor(rest / third);
      const from = Math.floor(rows / second) * n + (rows % second) * x + (rest % third) * y + (i % fourth) * z;
      if (a.data[i] !== b.data[from]) return false;
    }
    return true;
  });
}

const stored = (layout: ImageLayout): string =>
  layout === "NHWC" ? "NCHW, a NHWC: transposed for the comparison" : "NHWC, a NCHW: transposed for the comparison";

/** `b` with the elements left out that pad an axis beyond `a`'s length, in either image layout. */
function cropped(a: Tensor, b: Tensor): Alignment[] {
  const rank = a.shape.length;
  if (b.shape.length !== rank || rank < 2) return [];
  const views = rank === 4 ? [b, transpose(b, "NHWC"), transpose(b, "NCHW")] : [b];
  for (const [position, view] of views.entries()) {
    if (!a.shape.every((dim, axis) => view.shape[axis]! >= dim)) continue;
    const padded = a.shape.flatMap((dim, axis) => (view.shape[axis] === dim ? [] : [axis]));
    if (padded.length !== 1) continue;
    const [axis] = padded as [number];
    const layout = position === 0 ? "" : `, stored ${position === 1 ? "NCHW" : "NHWC"}`;
    const remark = `b has axis ${axis} padded from ${a.shape[axis]} to ${view.shape[axis]}${layout}: padding left out`;
    return [{ tensor: crop(view, a.shape), corresponds: true, remark }];
  }
  return [];
}

/** The elements with axes reordered into `layout` from the other one. */
export function transpose(tensor: Tensor, layout: ImageLayout): Tensor {
  const permutation = PERMUTATION[layout];
  const strides = stridesOf(tensor.shape);
  const shape = permutation.map((axis) => tensor.shape[axis]!);
  return gather(
    tensor,
    shape,
    permutation.map((axis) => strides[axis]!),
  );
}

const crop = (tensor: Tensor, shape: readonly number[]): Tensor => gather(tensor, shape, stridesOf(tensor.shape));

function gather(tensor: Tensor, shape: readonly number[], strides: readonly number[]): Tensor {
  const result = Tensor.zeros(tensor.dtype, shape);
  const from = tensor.data as TypedArray & number[];
  const to = result.data as TypedArray & number[];
  const columns = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 1;
  const at = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let target = 0; target < to.length; target += columns) {
    for (let i = 0; i < columns; i++) to[target + i] = from[source + i * step]!;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}

const squeeze = (shape: readonly number[]): string => shape.filter((dim) => dim !== 1).join();
const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

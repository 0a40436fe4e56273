import { Tensor } from "../../../base/tensor/tensor.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { rerun } from "../rerun.js";
import { alike } from "../score.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the loops over the kernel in this convolution, the order of its weights, and its padding and strides";
const OPS = new Set(["nn.conv2d", "nn.conv2d_transpose"]);

type Cut = "first row" | "last row" | "first column" | "last column";

interface Change {
  readonly text: string;
  readonly attributes?: Attributes;
  /** The end of a row or column of taps, of those inside the image, that is left out. */
  readonly cut?: Cut;
  /** Which weight stands in place of each: indices [o, i, r, s] of an OIHW kernel; undefined counts nothing. */
  from?(o: number, i: number, r: number, s: number): readonly [number, number, number, number] | undefined;
}

/** Convolutions of floats: taps, channels or rows of weights that are left out or stand elsewhere, another geometry. */
export const floatConv: Solver = ({ all, found, input }): Solution[] => {
  const kernel = input.inputs[1]?.tensor;
  if (!OPS.has(input.op) || kernel?.dtype !== "float32" || kernel.shape.length !== 4) return [];
  const layout = String(input.attributes.kernel_layout ?? "OIHW");
  const order = [..."OIHW"].map((axis) => layout.indexOf(axis));
  if (order.includes(-1)) return [];
  const sizes = order.map((axis) => kernel.shape[axis]!) as [number, number, number, number];
  for (const change of changes(input, sizes)) {
    const weights = change.from ? moved(kernel, order, sizes, change.from) : kernel;
    const predict = (run: DiagnosisInput) => {
      const tensors = run.inputs.map(({ tensor }) => tensor).with(1, weights);
      if (change.cut !== undefined) return cutShort(run, tensors, kernel, change.cut, order, sizes);
      return rerun(run, tensors, { ...run.attributes, ...change.attributes });
    };
    const fits = all.every((run, at) => {
      const { values, unknown } = predict(run);
      return unknown === undefined && Array.from(found[at]!).every((value, i) => alike(values[i]!, value));
    });
    if (!fits) continue;
    const { text } = change;
    return [{ family: "kernel", cause: text, text, look: LOOK, bits: 8, predict }];
  }
  return [];
};

function changes(
  { attributes }: DiagnosisInput,
  [outputs, inputs, height, width]: [number, number, number, number],
): Change[] {
  const without = (
    name: string,
    count: number,
    at: (o: number, i: number, r: number, s: number) => number,
  ): Change[] =>
    count < 2
      ? []
      : Array.from(
          { length: Math.min(count, 32) },
          (_, k): Change => ({
            text: `${name} ${k}${k === count - 1 ? ", the last," : ""} of the kernel is never summed`,
            from: (o, i, r, s) => (at(o, i, r, s) === k ? undefined : [o, i, r, s]),
          }),
        );
  const list = (name: string, length: number): number[] => {
    const value = attributes[name];
    const values = (Array.isArray(value) ? value : [value ?? (name === "padding" ? 0 : 1)]).map(Number);
    return Array.from({ length }, (_, k) => values[k % values.length]!);
  };
  const padding = list("padding", 4);
  const [top, left, bottom, right] = padding as [number, number, number, number];
  const cuts: readonly (readonly [Cut, number])[] = [
    ["last column", width],
    ["first column", width],
    ["last row", height],
    ["first row", height],
  ];
  return [
    ...cuts.flatMap(([cut, length]): Change[] =>
      length < 2 ? [] : [{ text: `the ${cut} of the kernel, of what lies inside the image, is never summed`, cut }],
    ),
    ...without("column", width, (_o, _i, _r, s) => s),
    ...without("row", height, (_o, _i, r) => r),
    ...without("input channel", inputs, (_o, i) => i),
    { text: "the kernel's columns are in reverse order", from: (o, i, r, s) => [o, i, r, width - 1 - s] },
    { text: "the kernel's rows are in reverse order", from: (o, i, r, s) => [o, i, height - 1 - r, s] },
    {
      text: "the kernel is turned by 180°: both its rows and columns are in reverse order",
      from: (o, i, r, s) => [o, i, height - 1 - r, width - 1 - s],
    },
    ...(height === width
      ? [{ text: "the kernel's rows and columns are exchanged", from: (o, i, r, s) => [o, i, s, r] } satisfies Change]
      : []),
    { text: "the input channels of the kernel are in reverse order", from: (o, i, r, s) => [o, inputs - 1 - i, r, s] },
    { text: "every output channel uses the kernel of the first", from: (_o, i, r, s) => [0, i, r, s] },
    {
      text: "every output channel uses the kernel of the one before",
      from: (o, i, r, s) => (o === 0 ? undefined : [o - 1, i, r, s]),
    },
    {
      text: "every output channel uses the kernel of the next",
      from: (o, i, r, s) => (o === outputs - 1 ? undefined : [o + 1, i, r, s]),
    },
    { text: "the padding is on the other side", attributes: { padding: [bottom, right, top, left] } },
    { text: "the padding above and left is missing", attributes: { padding: [0, 0, bottom + top, right + left] } },
    {
      text: "the padding is one too large above and left",
      attributes: { padding: [top + 1, left + 1, Math.max(0, bottom - 1), Math.max(0, right - 1)] },
    },
  ];
}

function moved(
  kernel: Tensor,
  order: readonly number[],
  [outputs, inputs, height, width]: [number, number, number, number],
  from: NonNullable<Change["from"]>,
): Tensor {
  const data = new Float32Array(kernel.size);
  const steps = kernel.shape.map((_, axis) => kernel.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const place = (indices: readonly number[]): number =>
    order.reduce((sum, axis, k) => sum + indices[k]! * steps[axis]!, 0);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let r = 0; r < height; r++)
        for (let s = 0; s < width; s++) {
          const source = from(o, i, r, s);
          if (source !== undefined) data[place([o, i, r, s])] = kernel.data[place(source)] as number;
        }
  return new Tensor("float32", kernel.shape, data);
}

/**
 * Sums without one end of the taps: where the window lies inside the image that is an end of the kernel, where the image
 * cuts it short it is the image's own end.
 */
function cutShort(
  run: DiagnosisInput,
  tensors: readonly Tensor[],
  kernel: Tensor,
  cut: Cut,
  order: readonly number[],
  sizes: [number, number, number, number],
): { readonly values: ArrayLike<number>; readonly unknown?: Uint8Array } {
  const { attributes, reference } = run;
  const [image] = tensors as [Tensor];
  const isRow = cut.endsWith("row");
  const isFirst = cut.startsWith("first");
  const taps = sizes[isRow ? 2 : 3];
  const end = isFirst ? 0 : taps - 1;
  const inner = moved(kernel, order, sizes, (o, i, r, s) => ((isRow ? r : s) === end ? undefined : [o, i, r, s]));
  const axisOf = (layout: string): number => layout.indexOf(isRow ? "H" : "W");
  const layout = String(attributes.data_layout ?? "NCHW");
  const at = axisOf(layout);
  const length = image.shape[at]!;
  const border = isFirst ? 0 : length - 1;
  const step = image.shape.slice(at + 1).reduce((a, b) => a * b, 1);
  const data = image.data.slice() as Float32Array;
  for (let i = 0; i < data.length; i++) if (Math.floor(i / step) % length === border) data[i] = 0;
  const clipped = new Tensor("float32", image.shape, data);
  const inside = rerun(run, tensors.with(1, inner), attributes);
  const outside = rerun(run, tensors.with(0, clipped).with(1, kernel), attributes);
  const to = axisOf(String(attributes.out_layout || layout));
  const outStep = reference.shape.slice(to + 1).reduce((a, b) => a * b, 1);
  const number = (name: string, k: number, otherwise: number): number => {
    const value = attributes[name];
    return Number(Array.isArray(value) ? (value[k] ?? value[0]) : (value ?? otherwise));
  };
  const stride = number("strides", isRow ? 0 : 1, 1);
  const before = number("padding", isRow ? 0 : 1, 0);
  const values = Float64Array.from(inside.values, (value, i) => {
    const start = (Math.floor(i / outStep) % reference.shape[to]!) * stride - before;
    const isCut = isFirst ? start < 0 : start + taps > length;
    return isCut ? outside.values[i]! : value;
  });
  return { values, ...(inside.unknown && { unknown: inside.unknown }) };
}

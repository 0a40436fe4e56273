import { sizeOf, type TypedArray } from "../../kernels-ref/array.js";
import { allocate } from "../tensor/dtype.js";
import { Tensor } from "../tensor/tensor.js";
import { textOf } from "./attribute.js";
import { type Attributes, numbers, type TensorType } from "./graph.js";
import { inferType } from "./infer.js";
import { permutation } from "./layout.js";

type Evaluator = (inputs: readonly Tensor[], attributes: Attributes, type: TensorType) => Tensor;

/** The elements of `tensor` with its axes in the order of `axes`. */
export function transposeTensor(tensor: Tensor, axes: readonly number[]): Tensor {
  const shape = axes.map((axis) => tensor.shape[axis] as number);
  const strides = axes.map((axis) => sizeOf(tensor.shape.slice(axis + 1)));
  const out = allocate(tensor.dtype, tensor.size);
  const index = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = tensor.data[source] as never;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      source -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return new Tensor(tensor.dtype, shape, out);
}

/** Converts as C does between integers (wraps) and to floats; floats to integers truncate toward zero. */
export function castTensor(tensor: Tensor, dtype: Tensor["dtype"]): Tensor {
  if (dtype === tensor.dtype) return new Tensor(dtype, tensor.shape, tensor.data);
  const out = allocate(dtype, tensor.size);
  const wide = dtype === "int64" || dtype === "uint64";
  for (let i = 0; i < out.length; i++) {
    const value = tensor.data[i] as number | bigint;
    out[i] = (wide ? BigInt(Math.trunc(Number(value))) : Number(value)) as never;
  }
  return new Tensor(dtype, tensor.shape, out);
}

/** Element offsets into `tensor` for every element of the broadcast `shape`, in C order. */
function broadcastOffsets(tensor: Tensor, shape: readonly number[]): Int32Array {
  const lead = shape.length - tensor.shape.length;
  const strides = shape.map((_, axis) => {
    const own = axis - lead;
    return own < 0 || tensor.shape[own] === 1 ? 0 : sizeOf(tensor.shape.slice(own + 1));
  });
  const offsets = new Int32Array(sizeOf(shape));
  for (let i = 0; i < offsets.length; i++) {
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const dim = shape[axis] as number;
      offsets[i] = (offsets[i] as number) + (rest % dim) * (strides[axis] as number);
      rest = Math.floor(rest / dim);
    }
  }
  return offsets;
}

/** A binary operator in the operands' own arithmetic: floats round once to their width, integers wrap. */
function binary(onNumbers: (a: number, b: number) => number, onIntegers: (a: bigint, b: bigint) => bigint): Evaluator {
  return ([a, b], _, type) => {
    const [left, right] = [a as Tensor, b as Tensor];
    const out: TypedArray = allocate(type.dtype, sizeOf(type.shape));
    const [at, bt] = [broadcastOffsets(left, type.shape), broadcastOffsets(right, type.shape)];
    const float = type.dtype.startsWith("float");
    for (let i = 0; i < out.length; i++) {
      const [x, y] = [left.data[at[i] as number], right.data[bt[i] as number]];
      if (float) out[i] = onNumbers(x as number, y as number) as never;
      else {
        const value = onIntegers(BigInt(x as number), BigInt(y as number));
        out[i] = (typeof x === "bigint" ? value : Number(BigInt.asIntN(32, value))) as never;
      }
    }
    return new Tensor(type.dtype, type.shape, out);
  };
}

const reshaped: Evaluator = ([tensor], _, type) => (tensor as Tensor).reshape(type.shape);

const EVALUATORS: Readonly<Record<string, Evaluator>> = {
  add: binary(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  subtract: binary(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  multiply: binary(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  cast: ([tensor], attributes) => castTensor(tensor as Tensor, textOf(attributes, "dtype") as Tensor["dtype"]),
  reshape: reshaped,
  squeeze: reshaped,
  expand_dims: reshaped,
  "nn.batch_flatten": reshaped,
  transpose: ([tensor], attributes) => {
    const rank = (tensor as Tensor).shape.length;
    return transposeTensor(
      tensor as Tensor,
      numbers(attributes, "axes").map((axis) => (axis < 0 ? axis + rank : axis)),
    );
  },
  layout_transform: ([tensor], attributes) =>
    transposeTensor(tensor as Tensor, permutation(textOf(attributes, "src_layout"), textOf(attributes, "dst_layout"))),
};

/** The result of a one-result operator on known tensors; undefined for operators that constants are not folded through. */
export function evaluate(op: string, inputs: readonly Tensor[], attributes: Attributes): Tensor | undefined {
  const evaluator = EVALUATORS[op];
  if (evaluator === undefined) return undefined;
  return evaluator(inputs, attributes, inferType(op, inputs, attributes)[0] as TensorType);
}

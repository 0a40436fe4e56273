import { sizeOf } from "../../../kernels-ref/array.js";
import { allocate, type DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { constant } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

function int64(shape: readonly number[], values: readonly number[]): Value {
  return constant(new Tensor("int64", shape, BigInt64Array.from(values, BigInt)));
}

/** The dimensions of the data, or from opset 15 on those from `start` to `end`. */
function shapeOf(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  const [start, end] =
    operands.opset < 15 ? [0, shape.length] : [operands.int("start", 0), operands.int("end", shape.length)];
  const dims = shape.slice(start, end);
  return int64([dims.length], dims);
}

function filled(operands: Operands): Value {
  const shape = operands.tensor(0, "the shape").toNumbers();
  const value = operands.attribute("value", "tensor")?.value ?? Tensor.scalar("float32", 0);
  if (value.size !== 1)
    operands.fail("attribute value must be one value", `${value.size} values`, "export the model again");
  checkCount(operands, sizeOf(shape));
  const data = allocate(value.dtype, sizeOf(shape));
  (data as Float64Array).fill(value.data[0] as number);
  return constant(new Tensor(value.dtype, shape, data));
}

function range(operands: Operands): Value {
  const [start, limit, delta] = ["start", "limit", "delta"].map((name, index) => operands.tensor(index, name));
  const { dtype } = start!;
  const [from, to, by] = [start!.item(), limit!.item(), delta!.item()];
  if (by === 0) operands.fail("delta must not be 0", "0", "export the model again");
  const count = Math.max(0, Math.ceil((to - from) / by));
  checkCount(operands, count);
  const data = allocate(dtype, count);
  for (let i = 0; i < count; i++) data[i] = number(dtype, from + i * by);
  return constant(new Tensor(dtype, [count], data));
}

const number = (dtype: DType, value: number): never =>
  (dtype === "int64" || dtype === "uint64" ? BigInt(value) : value) as never;

/** No board holds more; a larger one comes from a damaged model. */
function checkCount(operands: Operands, count: number): void {
  if (!(count <= 2 ** 28))
    operands.fail("the result must be one a board can hold", `${count} elements`, "check its inputs");
}

/** Operators whose result is known as soon as the shapes are. */
export const CONSTANTS: ImporterTable = {
  ConstantOfShape: (operands) => [filled(operands)],
  Range: (operands) => [range(operands)],
  Shape: (operands) => [shapeOf(operands)],
  Size: (operands) => [int64([], [sizeOf(operands.value(0).type.shape)])],
};

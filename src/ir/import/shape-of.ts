import { Tensor } from "../../base/tensor/tensor.js";
import { dtypeOf } from "../../formats/onnx/data-type.js";
import { constant } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import { show } from "../graph/operators/rule.js";
import type { ImporterTable, Operands } from "./operands.js";

/** More elements than any board holds in one constant. */
const LIMIT = 2 ** 24;

const int64 = (shape: readonly number[], values: readonly number[]): Value =>
  constant(
    new Tensor(
      "int64",
      shape,
      BigInt64Array.from(values, (value) => BigInt(value)),
    ),
  );

/** The shape, or the part from `start` to `end` that opset 15 asks for; both are clamped to the rank. */
function shapeOf(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  return int64Vector(shape.slice(operands.int("start", 0), operands.int("end", shape.length)));
}

const int64Vector = (values: readonly number[]): Value => int64([values.length], values);

function checkSize(operands: Operands, size: number): void {
  if (!(size <= LIMIT))
    operands.fail(`the result must have at most ${LIMIT} elements`, String(size), "check the shapes of the model");
}

/** One value, repeated; without the attribute, float32 zero. */
function constantOfShape(operands: Operands): Value {
  const shape = operands.tensor(0, "the shape").toNumbers();
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (shape.some((dim) => dim < 0))
    operands.fail("sizes must not be negative", `[${shape.join(", ")}]`, "export again");
  checkSize(operands, size);
  const value = operands.attribute("value", "tensor")?.value ?? Tensor.zeros("float32", [1]);
  const result = Tensor.zeros(value.dtype, shape);
  (result.data as Float32Array).fill(value.data[0] as number);
  return constant(result);
}

/** start, start + delta, … below limit, in the type of start; each element is start + index · delta. */
function range(operands: Operands): Value {
  const [start, limit, delta] = (["start", "limit", "delta"] as const).map((what, index) => {
    const tensor = operands.tensor(index, what);
    if (tensor.size !== 1)
      operands.fail(`${what} must be one value`, `${tensor.size} values`, "export the model again");
    return tensor;
  }) as [Tensor, Tensor, Tensor];
  const [first, end, step] = [start.item(), limit.item(), delta.item()];
  const size = step === 0 ? Number.NaN : Math.max(0, Math.ceil((end - first) / step));
  checkSize(operands, size);
  const result = Tensor.zeros(start.dtype, [size]);
  for (let i = 0; i < size; i++) {
    const value = first + i * step;
    result.data[i] = result.data instanceof BigInt64Array ? BigInt(value) : value;
  }
  return constant(result);
}

/** Ones on the diagonal `k` of a matrix of the input's shape. */
function eyeLike(operands: Operands): Value {
  const data = operands.value(0);
  const [rows, columns] = data.type.shape as [number, number];
  if (data.type.shape.length !== 2)
    operands.fail("the input must be a matrix", show(data.type), "export the model again");
  const code = operands.attribute("dtype", "int")?.value;
  const dtype = code === undefined ? data.type.dtype : dtypeOf(code);
  if (dtype === undefined) operands.fail("dtype must be a number's", String(code), "use float32");
  const k = operands.int("k", 0);
  const result = Tensor.zeros(dtype, [rows, columns]);
  const one = typeof Tensor.zeros(dtype, [1]).data[0] === "bigint" ? 1n : 1;
  for (let row = Math.max(0, -k); row < rows && row + k < columns; row++) result.data[row * columns + row + k] = one;
  return constant(result);
}

/** What only depends on shapes and constants becomes a constant. */
export const SHAPE_OF: ImporterTable = {
  ConstantOfShape: (operands) => [constantOfShape(operands)],
  EyeLike: (operands) => [eyeLike(operands)],
  Range: (operands) => [range(operands)],
  Shape: (operands) => [shapeOf(operands)],
  Size: (operands) => [int64([], [operands.value(0).type.shape.reduce((product, dim) => product * dim, 1)])],
};

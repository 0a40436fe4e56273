import { Tensor } from "../../base/tensor/tensor.js";
import { constant, node, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

/** An input that holds one integer. */
function integerInput(operands: Operands, index: number, what: string): number {
  const tensor = operands.tensor(index, what);
  if (tensor.size !== 1) operands.fail(`${what} must be one value`, `${tensor.size} values`, "export the model again");
  return tensor.toNumbers()[0] as number;
}

/** Sorted or not, the order is allowed. */
function topK(operands: Operands): readonly Value[] {
  const k = operands.opset < 10 ? operands.int("k", 0) : integerInput(operands, 1, "k");
  operands.int("sorted", 1);
  const attributes = { k, axis: operands.int("axis", -1), largest: operands.int("largest", 1) !== 0 };
  return node("topk", [operands.value(0)], attributes, operands.origin()).results;
}

function cumSum(operands: Operands): Value {
  return operands.call("cumsum", [operands.value(0)], {
    axis: integerInput(operands, 1, "the axis"),
    exclusive: operands.int("exclusive", 0) !== 0,
    reverse: operands.int("reverse", 0) !== 0,
  });
}

function integers(value: Value, values: readonly number[], shape: readonly number[]): Value {
  const { dtype } = value.type;
  const zeros = Tensor.zeros(dtype, shape);
  values.forEach((one, i) => {
    zeros.data[i] = (dtype === "int64" || dtype === "uint64" ? BigInt(one) : one) as never;
  });
  return constant(zeros);
}

/** What is ≥ and ≤ the position is it. A negative index counts from the end; one out of range is hot nowhere. */
function oneHot(operands: Operands): Value {
  const indices = operands.value(0);
  const depth = integerInput(operands, 1, "the depth");
  const values = operands.tensor(2, "the values");
  if (values.size !== 2) operands.fail("the values must be two", String(values.size), "export the model again");
  const [off, on] = [0, 1].map((i) => constant(new Tensor(values.dtype, [], values.data.slice(i, i + 1)))) as [
    Value,
    Value,
  ];
  const rank = indices.type.shape.length + 1;
  const given = operands.int("axis", -1);
  const axis = given < 0 ? given + rank : given;
  const positions = Array.from({ length: depth }, (_, i) => i);
  const line = integers(indices, positions, [depth, ...new Array<number>(rank - 1 - axis).fill(1)]);
  const isPositive = operands.call("greater_equal", [indices, integers(indices, [0], [])]);
  const counted = operands.call("add", [indices, integers(indices, [depth], [])]);
  const wrapped = operands.call("where", [isPositive, indices, counted]);
  const wide = operands.call("expand_dims", [wrapped], { axis });
  const below = operands.call("where", [operands.call("greater_equal", [line, wide]), on, off]);
  return operands.call("where", [operands.call("greater_equal", [wide, line]), below, off]);
}

/** The upper or lower triangle of the last two axes; the rest becomes 0. */
function trilu(operands: Operands): Value {
  const data = operands.value(0);
  const [rows, columns] = data.type.shape.slice(-2) as [number, number];
  if (data.type.shape.length < 2)
    operands.fail("Trilu must have data of rank 2 or more", String(data.type.shape.length), "add an axis");
  const diagonal = operands.inputs[1] === undefined ? 0 : integerInput(operands, 1, "k");
  const upper = operands.int("upper", 1) !== 0;
  const mask = Uint8Array.from({ length: rows * columns }, (_, i) => {
    const distance = (i % columns) - Math.floor(i / columns) - diagonal;
    return distance === 0 || distance > 0 === upper ? 1 : 0;
  });
  const { dtype } = data.type;
  const zero = scalar(dtype, dtype === "int64" || dtype === "uint64" ? 0n : 0);
  return operands.call("where", [constant(new Tensor("bool", [rows, columns], mask)), data, zero]);
}

export const SELECTION: ImporterTable = {
  CumSum: (operands) => [cumSum(operands)],
  OneHot: (operands) => [oneHot(operands)],
  TopK: topK,
  Trilu: (operands) => [trilu(operands)],
};

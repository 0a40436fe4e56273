import type { Value } from "../graph/graph.js";
import { broadcastShapes } from "../graph/operators/rule.js";
import type { ImporterTable, Operands } from "./operands.js";

/** Data times a matrix: a dense layer of as many rows as the data has. */
function timesMatrix(operands: Operands, a: Value, b: Value): Value {
  const [depth, units] = b.type.shape as [number, number];
  const transposed = operands.call("transpose", [b], { axes: [1, 0] });
  const flat = a.type.shape.length === 2 ? a : operands.call("reshape", [a], { newshape: [-1, depth] });
  const out = operands.call("nn.dense", [flat, transposed], { units, out_dtype: "float32" });
  return flat === a ? out : operands.call("reshape", [out], { newshape: [...a.type.shape.slice(0, -1), units] });
}

/** The matrices of `value` as [batch, rows, columns], repeated to `batches` where these need it; one matrix stays one. */
function asBatch(operands: Operands, value: Value, batches: readonly number[]): Value {
  const { shape } = value.type;
  const matrix = shape.slice(-2);
  const whole = [...batches, ...matrix];
  const count = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
  const one = count(shape.slice(0, -2)) === 1;
  const same = one || shape.join() === whole.join();
  const repeated = same ? value : operands.call("broadcast_to", [value], { shape: whole });
  const newshape = [one ? 1 : count(batches), ...matrix];
  return repeated.type.shape.join() === newshape.join() ? repeated : operands.call("reshape", [repeated], { newshape });
}

/** Batches of matrices as numpy multiplies them; a vector is a row on the left and a column on the right. */
function timesMatrices(operands: Operands, a: Value, b: Value): Value {
  const left = a.type.shape.length === 1 ? operands.call("expand_dims", [a], { axis: 0 }) : a;
  const right = b.type.shape.length === 1 ? operands.call("expand_dims", [b], { axis: 1 }) : b;
  const batches = broadcastShapes(left.type.shape.slice(0, -2), right.type.shape.slice(0, -2));
  const operandsOfBatch = [asBatch(operands, left, batches), asBatch(operands, right, batches)];
  const out = operands.call("nn.batch_matmul", operandsOfBatch);
  const newshape = [
    ...batches,
    ...(left === a ? left.type.shape.slice(-2, -1) : []),
    ...(right === b ? right.type.shape.slice(-1) : []),
  ];
  return operands.call("reshape", [out], { newshape });
}

/** The product of two float values of any rank from 1 up. @throws UserError where they do not fit each other. */
export function floatMatMul(operands: Operands, a: Value, b: Value): Value {
  operands.expectDtype(a, ["float32"], "input A");
  operands.expectDtype(b, ["float32"], "input B");
  const shapes = [a.type.shape, b.type.shape] as const;
  const depths = [shapes[0].at(-1), shapes[1].length > 1 ? shapes[1].at(-2) : shapes[1][0]];
  if (depths[0] === undefined || depths[0] !== depths[1])
    operands.fail(
      "A must have as many columns as B has rows",
      shapes.map((shape) => `[${shape.join(", ")}]`).join(" and "),
      "export the model again",
    );
  return shapes[0].length >= 2 && shapes[1].length === 2 ? timesMatrix(operands, a, b) : timesMatrices(operands, a, b);
}

export const MATMUL: ImporterTable = {
  MatMul: (operands) => [floatMatMul(operands, operands.value(0), operands.value(1))],
};

import { node, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

function gemm(operands: Operands): Value {
  let a = operands.value(0);
  let b = operands.value(1);
  operands.expectDtype(a, ["float32"], "input A");
  if (operands.int("transA", 0) !== 0) a = operands.call("transpose", [a], { axes: [1, 0] });
  if (operands.int("transB", 0) === 0) b = operands.call("transpose", [b], { axes: [1, 0] });
  const [alpha, beta] = [operands.float("alpha", 1), operands.float("beta", 1)];
  if (alpha !== 1) a = operands.call("multiply", [a, scalar("float32", alpha)]);
  const out = operands.call("nn.dense", [a, b], { units: b.type.shape[0] as number });
  if (operands.inputs[2] === undefined) return out;
  const bias = beta === 1 ? operands.value(2) : operands.call("multiply", [scalar("float32", beta), operands.value(2)]);
  return operands.call("add", [out, bias]);
}

function matMul(operands: Operands): Value {
  const [a, b] = [operands.value(0), operands.value(1)];
  operands.expectDtype(a, ["float32"], "input A");
  if (b.type.shape.length !== 2 || a.type.shape.length < 2)
    operands.fail("B must be a matrix", `rank ${b.type.shape.length}`, "use a Gemm");
  const [depth, units] = b.type.shape as [number, number];
  const transposed = operands.call("transpose", [b], { axes: [1, 0] });
  const flat = a.type.shape.length === 2 ? a : operands.call("reshape", [a], { newshape: [-1, depth] });
  const out = operands.call("nn.dense", [flat, transposed], { units, out_dtype: "float32" });
  return flat === a ? out : operands.call("reshape", [out], { newshape: [...a.type.shape.slice(0, -1), units] });
}

function batchNorm(operands: Operands): Value {
  const inputs = [0, 1, 2, 3, 4].map((index) => operands.value(index));
  if (operands.int("training_mode", 0) !== 0)
    operands.fail("attribute training_mode must be 0", "1", "export the model for inference");
  return node("nn.batch_norm", inputs, { epsilon: operands.float("epsilon", 1e-5) }, operands.origin())
    .results[0] as Value;
}

export const NEURAL: ImporterTable = {
  BatchNormalization: (operands) => [batchNorm(operands)],
  Gemm: (operands) => [gemm(operands)],
  MatMul: (operands) => [matMul(operands)],
};

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
};

import { scalar } from "../graph/build.js";
import type { ConstantValue, Value } from "../graph/graph.js";
import { floatMatMul } from "./matmul.js";
import type { ImporterTable, Operands } from "./operands.js";
import { productScale } from "./qlinear-conv.js";
import { dequantize, quantize } from "./qlinear-float.js";
import { accumulatorExponent, perChannel, perTensor, zeroPointOfAccumulator } from "./quantization.js";

function requantize(operands: Operands, result: Value, scale: ConstantValue, y: ReturnType<typeof perTensor>): Value {
  const inputs = [result, scale, zeroPointOfAccumulator(), y.scale, y.zeroPoint];
  return operands.call("qnn.requantize", inputs, { axis: -1, rounding: "TONEAREST", out_dtype: "int8" }, y.exponent);
}

function qgemm(operands: Operands): Value {
  let a = operands.value(0);
  let b = operands.value(3);
  operands.expectDtype(a, ["int8"], "input A");
  operands.expectDtype(b, ["int8"], "input B");
  if (a.type.shape.length !== 2 || b.type.shape.length !== 2) {
    operands.fail(
      "A and B must be matrices",
      `ranks ${a.type.shape.length} and ${b.type.shape.length}`,
      "flatten the data first",
    );
  }
  if (operands.int("transA", 0) !== 0) a = operands.call("transpose", [a], { axes: [1, 0] });
  if (operands.int("transB", 0) === 0) b = operands.call("transpose", [b], { axes: [1, 0] });
  const units = b.type.shape[0] as number;
  const x = perTensor(operands, 1, "input");
  const w = perChannel(operands, 4, units);
  const y = perTensor(operands, 7, "output");
  const accumulator = accumulatorExponent(x.exponent, w.exponent);
  const inputs = [a, b, x.zeroPoint, w.zeroPoint, x.scale, w.scale];
  let out = operands.call("qnn.dense", inputs, { units, out_dtype: "int32" }, accumulator);
  if (operands.inputs[6] !== undefined) {
    operands.expectDtype(operands.value(6), ["int32"], "the bias");
    out = operands.call("add", [out, operands.value(6)], {}, accumulator);
  }
  const alpha = operands.float("alpha", 1);
  if (!Number.isFinite(alpha) || alpha === 0)
    operands.fail("attribute alpha must be a number but 0", String(alpha), "leave this Gemm in float");
  if (alpha < 0) out = operands.call("negative", [out], {}, accumulator);
  const product = productScale(x.scale, w.scale);
  const factor = scalar("float32", Math.abs(alpha));
  return requantize(operands, out, alpha === 1 ? product : productScale(product, factor), y);
}

/** A product that is no dense layer, in float between int8 tensors: exact while its sums stay below 2^24. */
function betweenFloats(operands: Operands, a: Value, b: Value): Value {
  const [x, w, y] = [
    perTensor(operands, 1, "input"),
    perTensor(operands, 4, "weight"),
    perTensor(operands, 6, "output"),
  ];
  const left = dequantize(operands, a, x);
  return quantize(operands, floatMatMul(operands, left, dequantize(operands, b, w)), y);
}

function qlinearMatMul(operands: Operands): Value {
  const a = operands.value(0);
  const b = operands.value(3);
  operands.expectDtype(a, ["int8"], "input A");
  operands.expectDtype(b, ["int8"], "input B");
  if (b.kind !== "constant" || b.type.shape.length !== 2 || a.type.shape.length < 2)
    return betweenFloats(operands, a, b);
  const [depth, units] = b.type.shape as [number, number];
  const x = perTensor(operands, 1, "input");
  const w = perChannel(operands, 4, units);
  const y = perTensor(operands, 6, "output");
  const flat = a.type.shape.length === 2 ? a : operands.call("reshape", [a], { newshape: [-1, depth] });
  const transposed = operands.call("transpose", [b], { axes: [1, 0] });
  const inputs = [flat, transposed, x.zeroPoint, w.zeroPoint, x.scale, w.scale];
  const accumulator = accumulatorExponent(x.exponent, w.exponent);
  const dense = operands.call("qnn.dense", inputs, { units, out_dtype: "int32" }, accumulator);
  const shape = [...a.type.shape.slice(0, -1), units];
  const out = flat === a ? dense : operands.call("reshape", [dense], { newshape: shape }, accumulator);
  return requantize(operands, out, productScale(x.scale, w.scale), y);
}

export const QLINEAR_MATMUL: ImporterTable = {
  QGemm: (operands) => [qgemm(operands)],
  QLinearMatMul: (operands) => [qlinearMatMul(operands)],
};

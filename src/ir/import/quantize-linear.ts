import { constant } from "../graph/build.js";
import { castTensor } from "../graph/evaluate.js";
import type { ConstantValue, Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { checkScale, exponentOf } from "./quantization.js";

/** Scale as the initializer itself (shared by all its readers), zero point as a fresh int32 constant. */
function parameters(operands: Operands): { scale: ConstantValue; zeroPoint: Value } {
  const scale = operands.tensor(1, "scale");
  checkScale(operands, scale, "the");
  if (scale.shape.length > 0)
    operands.fail("the scale must be one value", `${scale.size} values`, "quantize activations per tensor");
  const zeroPoint = operands.tensor(2, "zero point");
  if (zeroPoint.dtype !== "int8")
    operands.fail("the quantized type must be int8", zeroPoint.dtype, "quantize with activation type int8");
  if (zeroPoint.shape.length > 0)
    operands.fail("the zero point must be one value", `${zeroPoint.size} values`, "quantize activations per tensor");
  const found = zeroPoint.item();
  if (found !== 0)
    operands.fail(
      "zero point must be 0",
      String(found),
      "asymmetric tensors do not run on ESP-DL; requantize symmetric",
    );
  return { scale: operands.value(1) as ConstantValue, zeroPoint: constant(castTensor(zeroPoint, "int32")) };
}

/** Other tools keep weights and biases behind a DequantizeLinear of their own: per channel, biases in int32. */
function refuseQdq(operands: Operands): void {
  if (operands.value(0).kind !== "constant") return;
  const [scale, zeroPoint] = [operands.tensor(1, "scale"), operands.tensor(2, "zero point")];
  if (scale.shape.length > 0 || zeroPoint.dtype !== "int8")
    operands.fail(
      "its data must be computed",
      "a constant of the QDQ format",
      "give the file that espdl-lab quantize makes of the float model",
    );
}

/** The axis that TVM writes down: the attribute, 0 for vectors and before opset 13. It says nothing on one scale. */
function axisOf(operands: Operands): number {
  const rank = operands.value(0).type.shape.length;
  return operands.opset < 13 || rank < 2 ? 0 : operands.int("axis", 1);
}

export const QUANTIZE_LINEAR: ImporterTable = {
  QuantizeLinear(operands) {
    const { scale, zeroPoint } = parameters(operands);
    operands.expectDtype(operands.value(0), ["float32"], "the data");
    const attributes = { out_dtype: "int8", axis: axisOf(operands) };
    return [operands.call("qnn.quantize", [operands.value(0), scale, zeroPoint], attributes, exponentOf(scale.tensor))];
  },
  DequantizeLinear(operands) {
    refuseQdq(operands);
    const { scale, zeroPoint } = parameters(operands);
    const attributes = { out_dtype: "float32", axis: axisOf(operands) };
    return [operands.call("qnn.dequantize", [operands.value(0), scale, zeroPoint], attributes)];
  },
};

import type { Tensor } from "../../base/tensor/tensor.js";
import { constant } from "../graph/build.js";
import { evaluate } from "../graph/evaluate.js";
import type { ConstantValue, Value } from "../graph/graph.js";
import { convAttributes, kernel2d } from "./convolution.js";
import type { ImporterTable, Operands } from "./operands.js";
import { accumulatorExponent, perChannel, perTensor, zeroPointOfAccumulator } from "./quantization.js";
import { padSame, windowOf, withHeight } from "./window.js";

/** The product of two scales, rounded to float32. */
export function productScale(a: ConstantValue, b: ConstantValue): ConstantValue {
  return constant(evaluate("multiply", [a.tensor, b.tensor], {}) as Tensor);
}

function qlinearConv(operands: Operands): Value {
  const data = operands.value(0);
  const weight = operands.value(3);
  operands.expectDtype(data, ["int8"], "the data");
  operands.expectDtype(weight, ["int8"], "the weight");
  const channels = weight.type.shape[0] as number;
  const x = perTensor(operands, 1, "input");
  const w = perChannel(operands, 4, channels);
  const y = perTensor(operands, 6, "output");
  if (operands.inputs[8] !== undefined) {
    operands.fail(
      "the bias must be an int8 Add behind the convolution",
      "input 8",
      "quantize the float model with this project",
    );
  }
  const window = windowOf(operands, weight.type.shape.length - 2, weight.type.shape.slice(2));
  const accumulator = accumulatorExponent(x.exponent, w.exponent);
  return withHeight(operands, data, (data2d) => {
    const padded = padSame(operands, data2d, window, 0);
    const attributes = { ...convAttributes(window, operands.int("group", 1), channels), out_dtype: "int32" };
    const inputs = [padded, kernel2d(operands, weight), x.zeroPoint, w.zeroPoint, x.scale, w.scale];
    const conv = operands.call("qnn.conv2d", inputs, attributes, accumulator);
    const scale = productScale(x.scale, w.scale);
    const arguments_ = [conv, scale, zeroPointOfAccumulator(), y.scale, y.zeroPoint];
    return operands.call("qnn.requantize", arguments_, { axis: 1, out_dtype: "int8" }, y.exponent);
  });
}

export const QLINEAR_CONV: ImporterTable = { QLinearConv: (operands) => [qlinearConv(operands)] };

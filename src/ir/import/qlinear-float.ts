import type { Value } from "../graph/graph.js";
import { addBias } from "./bias-add.js";
import type { ImporterTable, Operands } from "./operands.js";
import { averagePool } from "./pooling.js";
import { perTensor, type Quantization } from "./quantization.js";
import { withHeight } from "./window.js";

/** Relay's default axis of qnn.quantize and qnn.dequantize; it says nothing on one scale. */
export function dequantize(operands: Operands, value: Value, from: Quantization): Value {
  operands.expectDtype(value, ["int8"], "the data");
  return operands.call("qnn.dequantize", [value, from.scale, from.zeroPoint], { out_dtype: "float32" });
}

export function quantize(operands: Operands, value: Value, to: Quantization): Value {
  return operands.call("qnn.quantize", [value, to.scale, to.zeroPoint], { out_dtype: "int8" }, to.exponent);
}

/** int8 operators that are computed in float between a dequantize and a quantize: one input, scales at 1 and 3. */
function unary(compute: (operands: Operands, x: Value) => Value) {
  return (operands: Operands): Value[] => {
    const from = perTensor(operands, 1, "input");
    const to = perTensor(operands, 3, "output");
    return [quantize(operands, compute(operands, dequantize(operands, operands.value(0), from)), to)];
  };
}

/** The same with two inputs: scales at 1, 4 and 6. */
function binary(op: string) {
  return (operands: Operands): Value[] => {
    const a = dequantize(operands, operands.value(0), perTensor(operands, 1, "first input"));
    const b = dequantize(operands, operands.value(3), perTensor(operands, 4, "second input"));
    return [quantize(operands, operands.call(op, [a, b]), perTensor(operands, 6, "output"))];
  };
}

/**
 * A convolution's bias as this project writes it: one scale, the same initializer, for both operands and the result. The
 * sum is then one of integers, saturated, which ONNX Runtime has for int8 in no other operator.
 */
function isBias({ inputs }: Operands): boolean {
  return inputs[1] === inputs[4] && inputs[1] === inputs[6];
}

function biased(operands: Operands): Value {
  for (const i of [1, 4, 6]) perTensor(operands, i, "bias");
  return addBias(operands, operands.value(0), operands.value(3));
}

function concat(operands: Operands): Value[] {
  const to = perTensor(operands, 0, "output");
  const tensors: Value[] = [];
  const from: Quantization[] = [];
  for (let i = 2; i < operands.inputs.length; i += 3) {
    operands.expectDtype(operands.value(i), ["int8"], `input ${i}`);
    tensors.push(operands.value(i));
    from.push(perTensor(operands, i + 1, `input ${i}`));
  }
  const scales = from.map(({ scale }) => scale);
  const zeroPoints = from.map(({ zeroPoint }) => zeroPoint);
  const inputs = [...tensors, ...scales, ...zeroPoints, to.scale, to.zeroPoint];
  return [operands.call("qnn.concatenate", inputs, { axis: operands.int("axis", 1) }, to.exponent)];
}

function rejectChannelsLast(operands: Operands): void {
  if (operands.int("channels_last", 0) !== 0)
    operands.fail("attribute channels_last must be 0", "1", "export the model in NCHW");
}

export const QLINEAR_FLOAT: ImporterTable = {
  QLinearAdd: (operands) => (isBias(operands) ? [biased(operands)] : binary("add")(operands)),
  QLinearMul: binary("multiply"),
  QLinearLeakyRelu: unary((operands, x) =>
    operands.call("nn.leaky_relu", [x], { alpha: operands.float("alpha", 0.01) }),
  ),
  QLinearSigmoid: unary((operands, x) => operands.call("sigmoid", [x])),
  QLinearAveragePool: unary((operands, x) => {
    rejectChannelsLast(operands);
    return averagePool(operands, x);
  }),
  QLinearGlobalAveragePool: unary((operands, x) => {
    rejectChannelsLast(operands);
    return withHeight(operands, x, (data) => operands.call("nn.global_avg_pool2d", [data]));
  }),
  QLinearConcat: concat,
};

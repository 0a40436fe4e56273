import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxNode } from "../../../formats/onnx/model.js";
import { printable } from "../../../formats/onnx/printable.js";
import { extentOf, orZero } from "../../calibrate/extent.js";
import { defineActivation, keepFloat, outputParameters, quantizeInput, SUFFIX } from "../activation.js";
import { quantizeBiasInt32 } from "../bias.js";
import type { Draft, QuantizedValue } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";
import { floatInitializer, quantizeInitializerPerChannel } from "../weight.js";

/** Gemm → QGemm with an int32 bias; a Gemm whose bias is computed, or whose product counts for nothing, stays in float. */
export function quantizeGemm(draft: Draft, node: OnnxNode): void {
  const [left, right, bias = ""] = node.inputs as [string, string, string?];
  const isDense = draft.initializers.has(right) && attribute(node, "alpha", 1) !== 0;
  if ((bias !== "" && !draft.initializers.has(bias)) || (!isDense && draft.options.compat !== true)) {
    keepFloat(draft, node, isDense ? "its bias is computed" : "its product is none with constant weights");
    return;
  }
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const a = quantizeInput(draft, left);
  const b =
    draft.options.perChannel && draft.initializers.has(right)
      ? quantizeInitializerPerChannel(draft, right, attribute(node, "transB", 0) > 0 ? 0 : 1)
      : quantizeInput(draft, right);
  const inputs = [a, b].flatMap((value) => [value.name, value.scale, value.zeroPoint]);
  const corrected = draft.options.biases?.get(output) as Int32Array | undefined;
  inputs.push(biasOf(draft, node, bias, a, b, corrected), result.scale, result.zeroPoint);
  const attributes = new Map(node.attributes);
  attributes.delete("beta");
  draft.emit(makeNode("QGemm", inputs, [result.name], attributes, MICROSOFT));
  defineActivation(draft, output, result);
}

/** The name of the int32 bias; "" where there is none. */
function biasOf(
  draft: Draft,
  node: OnnxNode,
  bias: string,
  a: QuantizedValue,
  b: QuantizedValue,
  corrected: Int32Array | undefined,
): string {
  if (bias !== "") return quantizeBias(draft, node, bias, a, b, corrected);
  if (corrected === undefined) return "";
  return draft.addBias(`${node.outputs[0]}_bias${SUFFIX}`, new Tensor("int32", [corrected.length], corrected), false);
}

function quantizeBias(
  draft: Draft,
  node: OnnxNode,
  bias: string,
  a: QuantizedValue,
  b: QuantizedValue,
  corrected: Int32Array | undefined,
): string {
  const tensor = floatInitializer(draft, bias);
  const exponents = [b.exponent].flat().map((exponent) => exponent + (a.exponent as number));
  if (exponents.length > 1 && tensor.shape.at(-1) !== exponents.length) {
    throw new UserError(
      `${printable(node.name)}: bias ${printable(bias)} of shape [${tensor.shape.join(", ")}] must have ${exponents.length} columns for per-channel weights; quantize per tensor or expand the bias`,
    );
  }
  const compat = draft.options.compat === true;
  const alpha = attribute(node, "alpha", 1);
  const beta = attribute(node, "beta", 1);
  // QGemm applies alpha to the sum of accumulator and bias, and knows no beta. The original divides by beta instead.
  const quantized = quantizeBiasInt32(tensor, exponents, compat ? 1 / beta : beta / alpha, compat);
  const integers =
    corrected === undefined ? quantized.tensor : new Tensor("int32", tensor.shape, Int32Array.from(corrected));
  const name = draft.addBias(bias + SUFFIX, integers, false);
  draft.rows.push({
    tensor: bias,
    quantized: name,
    kind: "bias",
    dtype: "int32",
    ...orZero(extentOf(tensor.data as Float32Array)),
    exponent: exponents.length === 1 ? (exponents[0] as number) : exponents,
    error: quantized.error,
  });
  return name;
}

function attribute(node: OnnxNode, name: string, otherwise: number): number {
  return (node.attributes.get(name)?.value as number | undefined) ?? otherwise;
}

import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxNode } from "../../../formats/onnx/model.js";
import { extentOf, orZero } from "../../calibrate/extent.js";
import { defineActivation, outputParameters, quantizeInput, SUFFIX } from "../activation.js";
import { quantizeBiasInt8 } from "../bias.js";
import type { Draft, QuantizedValue } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";
import { floatInitializer, quantizeInitializerPerChannel } from "../weight.js";

/** Conv → QLinearConv and, if it has a bias, an int8 sum at the end of the graph. */
export function quantizeConv(draft: Draft, node: OnnxNode): void {
  const [data, weight, bias = ""] = node.inputs as [string, string, string?];
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const x = quantizeInput(draft, data);
  const w =
    draft.options.perChannel && draft.initializers.has(weight)
      ? quantizeInitializerPerChannel(draft, weight, 0)
      : quantizeInput(draft, weight);
  const inputs = [x, w].flatMap((value) => [value.name, value.scale, value.zeroPoint]);
  const corrected = draft.options.biases?.get(output);
  const convolved = bias === "" && corrected === undefined ? result.name : `${result.name}/conv_bias:0`;
  draft.emit(makeNode("QLinearConv", [...inputs, result.scale, result.zeroPoint], [convolved], node.attributes));
  defineActivation(draft, output, result);
  const rank = rankOf(draft, weight);
  if (bias !== "") {
    const real = floatInitializer(draft, bias).data as Float32Array;
    addBias(draft, bias, real, rank, convolved, result, corrected);
  } else if (corrected !== undefined) {
    addBias(draft, `${output}_bias`, new Float32Array(corrected.length), rank, convolved, result, corrected);
  }
}

function addBias(
  draft: Draft,
  bias: string,
  data: Float32Array,
  rank: number,
  convolved: string,
  result: QuantizedValue,
  corrected?: Int8Array | Int32Array,
): void {
  const exponent = result.exponent as number;
  const compat = draft.options.compat === true;
  // [C, 1, 1] is right for two spatial axes only; the original writes it for any number of them.
  const shape = [data.length, ...new Array<number>(compat ? 2 : rank - 2).fill(1)];
  const { tensor, error } = quantizeBiasInt8(data, exponent, shape, compat);
  const integers = corrected === undefined ? tensor : new Tensor("int8", shape, Int8Array.from(corrected));
  const name = draft.addBias(`${bias}${SUFFIX}_dl`, integers, true);
  draft.biasAdditions.push(
    compat ? makeNode("Add", [convolved, name], [result.name]) : addition(convolved, name, result),
  );
  const row = { tensor: bias, quantized: name, owner: convolved, ...orZero(extentOf(data)), exponent, error };
  draft.rows.push({ ...row, kind: "bias", dtype: "int8" });
}

/** ONNX Runtime adds int8 in this operator alone; with one scale everywhere it is a saturating sum of integers. */
function addition(convolved: string, bias: string, { name, scale, zeroPoint }: QuantizedValue): OnnxNode {
  const of = (tensor: string): string[] => [tensor, scale, zeroPoint];
  return makeNode("QLinearAdd", [...of(convolved), ...of(bias), scale, zeroPoint], [name], new Map(), MICROSOFT);
}

function rankOf(draft: Draft, weight: string): number {
  return draft.initializers.get(weight)?.shape.length ?? 4;
}

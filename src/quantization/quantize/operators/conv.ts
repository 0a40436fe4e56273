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
  const convolved = bias === "" ? result.name : `${result.name}/conv_bias:0`;
  draft.emit(makeNode("QLinearConv", [...inputs, result.scale, result.zeroPoint], [convolved], node.attributes));
  defineActivation(draft, output, result);
  if (bias !== "") addBias(draft, bias, rankOf(draft, weight), convolved, result);
}

function addBias(draft: Draft, bias: string, rank: number, convolved: string, result: QuantizedValue): void {
  const data = floatInitializer(draft, bias).data as Float32Array;
  const exponent = result.exponent as number;
  const compat = draft.options.compat === true;
  // [C, 1, 1] is right for two spatial axes only; the original writes it for any number of them.
  const shape = [data.length, ...new Array<number>(compat ? 2 : rank - 2).fill(1)];
  const { tensor, error } = quantizeBiasInt8(data, exponent, shape, compat);
  const name = draft.addBias(`${bias}${SUFFIX}_dl`, tensor, true);
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

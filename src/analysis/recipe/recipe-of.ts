import type { OnnxModel } from "../../formats/onnx/model.js";
import type { QuantizeResult } from "../../quantization/quantize/result.js";
import { channelsOf } from "../bias/targets.js";
import type { Recipe } from "./recipe.js";

/** Where the node that makes a tensor with a bias reads it. */
const BIAS_INPUTS: Readonly<Record<string, number>> = { QGemm: 6, QLinearAdd: 3 };

/** The decisions behind a quantized model, read off the model. @param float the model that was quantized */
export function recipeOf(float: OnnxModel, result: QuantizeResult): Recipe {
  const exponents: Record<string, number | number[]> = {};
  let perChannel = false;
  for (const { kind, tensor, exponent } of result.tensors) {
    if (kind === "bias") continue;
    exponents[tensor] = typeof exponent === "number" ? exponent : [...exponent];
    perChannel ||= typeof exponent !== "number";
  }
  const keepFloat = result.floats
    .filter(({ chosen, operator }) => chosen && operator !== "Softmax")
    .map(({ tensor }) => tensor);
  const format = { format: "espdl-lab-recipe", version: 1 } as const;
  return { ...format, perChannel, exponents, biases: biasesOf(float, result.model), keepFloat, equalization: {} };
}

function biasesOf(float: OnnxModel, { graph }: OnnxModel): Record<string, number[]> {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  const biases: Record<string, number[]> = {};
  for (const node of float.graph.nodes) {
    if (channelsOf(float, node) === undefined) continue;
    const tensor = node.outputs[0] as string;
    const made = producers.get(`${tensor}_quantized`);
    const at = made === undefined ? undefined : BIAS_INPUTS[made.opType];
    const bias = at === undefined ? undefined : graph.initializers.get(made!.inputs[at] ?? "");
    if (bias !== undefined) biases[tensor] = bias.toNumbers();
  }
  return biases;
}

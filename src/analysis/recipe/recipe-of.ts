import type { OnnxModel } from "../../formats/onnx/model.js";
import type { QuantizeResult } from "../../quantization/quantize/result.js";
import { channelsOf } from "../bias/targets.js";
import { stepsOf, toText } from "./integers.js";
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
  const biases = biasesOf(float, result.model);
  const integers = integersOf(float, result.model, exponents);
  return { ...format, perChannel, exponents, biases, keepFloat, equalization: {}, ...(integers && { integers }) };
}

/** Integer weights that are not the nearest ones to the float model's; undefined where all are. */
function integersOf(
  float: OnnxModel,
  { graph }: OnnxModel,
  exponents: Recipe["exponents"],
): Recipe["integers"] | undefined {
  const found: Record<string, string> = {};
  for (const node of float.graph.nodes) {
    const name = node.inputs[1] ?? "";
    const [given, integers] = [exponents[name], graph.initializers.get(`${name}_quantized`)];
    if (channelsOf(float, node) === undefined || given === undefined || integers === undefined) continue;
    const real = float.graph.initializers.get(name)!;
    const steps = stepsOf(node, real, given);
    const isNearest = integers.data.every((q: number | bigint, i: number) => {
      const x = (real.data[i] as number) / steps(i);
      return Math.abs(Number(q) - Math.min(Math.max(x, -127), 127)) <= 0.5;
    });
    if (!isNearest) found[node.outputs[0] as string] = toText(integers.data as Int8Array);
  }
  return Object.keys(found).length === 0 ? undefined : found;
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

import type { OnnxModel } from "../../../formats/onnx/model.js";
import { CUTTING } from "../../../quantization/quantize/join-relu.js";
import { channelsOf } from "../../bias/targets.js";
import { fromText, rescale, toText } from "../../recipe/integers.js";
import type { Recipe } from "../../recipe/recipe.js";

/** A float model and the recipe for it. */
interface Quantized {
  readonly float: OnnxModel;
  readonly recipe: Recipe;
}

/** Operators whose integers have the scale of their input. */
const CARRYING: ReadonlySet<string> = new Set([
  "Flatten",
  "MaxPool",
  "Pad",
  "Reshape",
  "Resize",
  "Split",
  "Squeeze",
  "Transpose",
  "Unsqueeze",
]);

/** Tensors that have one exponent together: what a Relu reads and makes. Weights stand alone. */
export function exponentGroups({ float, recipe }: Quantized): string[][] {
  const { graph } = float;
  const joined = new Map<string, string>();
  for (const { opType, inputs, outputs } of graph.nodes) {
    const [input, output] = [inputs[0] as string, outputs[0] as string];
    if (CUTTING.has(opType) && recipe.exponents[input] === recipe.exponents[output]) joined.set(input, output);
  }
  const later = new Set(joined.values());
  const carried = new Set(graph.nodes.flatMap((node) => (CARRYING.has(node.opType) ? node.outputs : [])));
  return Object.entries(recipe.exponents)
    .filter(([name, exponent]) => typeof exponent === "number" && !later.has(name) && !carried.has(name))
    .map(([name]) => (joined.has(name) ? [name, joined.get(name)!] : [name]));
}

/** The recipe with the exponents of a group moved, and the biases that are in their scales with them. */
export function moved({ float, recipe }: Quantized, group: readonly string[], step: number): Recipe {
  const exponents = { ...recipe.exponents };
  for (const name of group) exponents[name] = (exponents[name] as number) + step;
  const biases = { ...recipe.biases };
  for (const node of float.graph.nodes) {
    const tensor = node.outputs[0] as string;
    const bias = biases[tensor];
    if (bias === undefined || channelsOf(float, node) === undefined) continue;
    if (node.opType === "Conv" && group.includes(tensor)) {
      // The floor's half step does not change with the scale.
      biases[tensor] = bias.map((b) => clip8(Math.round((b - 0.5) * 2 ** -step + 0.5)));
    } else if (node.opType === "Gemm" && node.inputs.slice(0, 2).some((name) => group.includes(source(float, name)))) {
      biases[tensor] = bias.map((b) => Math.round(b * 2 ** -step));
    }
  }
  return { ...recipe, exponents, biases, integers: rescaled(recipe.integers, float, group, step) };
}

/** The tensor whose scale another one carries. */
function source({ graph }: OnnxModel, name: string): string {
  const made = graph.nodes.find(({ outputs }) => outputs.includes(name));
  return made !== undefined && CARRYING.has(made.opType) ? source({ graph } as OnnxModel, made.inputs[0]!) : name;
}

const clip8 = (value: number): number => Math.min(Math.max(value, -128), 127);

/** The integers, those of weights whose exponents moved in the new steps. */
function rescaled(
  integers: Recipe["integers"],
  { graph }: OnnxModel,
  group: readonly string[],
  step: number,
): Recipe["integers"] {
  const moved = new Set(
    graph.nodes.flatMap(({ inputs, outputs }) => (group.includes(inputs[1] ?? "") ? [outputs[0]] : [])),
  );
  const entries = Object.entries(integers ?? {});
  return (
    integers &&
    Object.fromEntries(
      entries.map(([name, text]) => [name, moved.has(name) ? toText(rescale(fromText(text), step)) : text]),
    )
  );
}

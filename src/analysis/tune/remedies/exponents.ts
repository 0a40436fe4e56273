import type { OnnxModel } from "../../../formats/onnx/model.js";
import { CUTTING } from "../../../quantization/quantize/join-relu.js";
import { channelsOf } from "../../bias/targets.js";
import type { Recipe } from "../../recipe/recipe.js";
import { isBetter } from "../bench.js";
import { quantized, recorrected, type State } from "../state.js";
import { NOTHING, type Remedy } from "./remedy.js";

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

/** Every exponent one up and one down, kept where the network's output is nearer to float in the chip's integers. */
export const exponents: Remedy = {
  name: "exponents",
  costly: false,
  async apply({ state, trial, sets, bench, onTrial }) {
    let [best, least] = [state, trial];
    const groups = exponentGroups(state);
    let changed = 0;
    for (const [i, group] of groups.entries()) {
      for (const step of [-1, 1]) {
        const next = { ...best, recipe: moved(best, group, step) };
        const found = await bench.measure(quantized(next).model);
        if (!isBetter(found, least)) continue;
        [best, least] = [next, found];
        changed++;
        break;
      }
      onTrial(i + 1, groups.length);
    }
    if (changed === 0) return undefined;
    const measured = await recorrected(best, sets.calibration);
    const again = await bench.measure(quantized(measured).model);
    const words = `${changed} of ${groups.length} exponents by the error of the output`;
    return { state: isBetter(least, again) ? best : measured, words, cost: NOTHING };
  },
};

/** Tensors that have one exponent together: what a Relu reads and makes. Weights stand alone. */
export function exponentGroups({ float, recipe }: State): string[][] {
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
export function moved({ float, recipe }: State, group: readonly string[], step: number): Recipe {
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
  return { ...recipe, exponents, biases };
}

/** The tensor whose scale another one carries. */
function source({ graph }: OnnxModel, name: string): string {
  const made = graph.nodes.find(({ outputs }) => outputs.includes(name));
  return made !== undefined && CARRYING.has(made.opType) ? source({ graph } as OnnxModel, made.inputs[0]!) : name;
}

const clip8 = (value: number): number => Math.min(Math.max(value, -128), 127);

import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { macsOf } from "../../../ir/graph/macs.js";
import { compileForDebug } from "../../../ir/passes/compile.js";
import type { Ranges } from "../../../quantization/calibrate/range.js";
import { QuantizationError, quantizeArray } from "../../../quantization/quantize/quantization-error.js";
import { chipOutputs, floatOutputs } from "../../measure/run-outputs.js";
import { applyRecipe } from "../../recipe/apply-recipe.js";
import type { Recipe } from "../../recipe/recipe.js";
import type { Alone } from "../alone.js";
import { floatPart } from "../float-part.js";
import type { IntegerLayer } from "../layers.js";

type Values = readonly ReadonlyMap<string, Tensor>[];

/**
 * Runs one layer alone: in the chip's integers and in float, on inputs that are exact but for their own rounding, which
 * is the cost of those who make them. A network's input is nobody's else: its rounding counts for who reads it.
 * @param values float tensors of every sample
 */
export async function runAlone(float: OnnxModel, layer: IntegerLayer, recipe: Recipe, values: Values): Promise<Alone> {
  const model = floatPart(float, layer);
  const ranges: Ranges = new Map([...layer.inputs, layer.tensor].map((name) => [name, { min: 0, max: 0 }]));
  const own = onlyKnown(recipe, model);
  const { model: quantized } = applyRecipe(model, ranges, own);
  const given = new Set(float.graph.inputs.map(({ name }) => name));
  const exact = values.map((sample) => new Map(layer.inputs.map((name) => [name, sample.get(name)!])));
  const rounded = exact.map(
    (sample) =>
      new Map([...sample].map(([name, x]) => [name, given.has(name) ? x : onGrid(x, recipe.exponents[name])])),
  );
  const data = (outputs: Tensor[][]): Float32Array[] => outputs.map(([tensor]) => tensor!.data as Float32Array);
  const { program } = compileForDebug(quantized);
  const macs = program.layers.reduce((sum, call) => sum + (call.kind === "call" ? macsOf(program, call) : 0), 0);
  return { chip: data(await chipOutputs(quantized, exact)), float: data(await floatOutputs(model, rounded)), macs };
}

function onlyKnown(recipe: Recipe, { graph }: OnnxModel): Recipe {
  const [node] = graph.nodes as [OnnxNode];
  const known = new Set([...node.inputs, ...node.outputs]);
  const pick = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([name]) => known.has(name)));
  return { ...recipe, exponents: pick(recipe.exponents), biases: pick(recipe.biases), keepFloat: [] };
}

/** The values that int8 holds, as real ones. */
export function onGrid(x: Tensor, exponent: number | readonly number[] | undefined): Tensor {
  if (typeof exponent !== "number") return x;
  const integers = new Int8Array(x.size);
  quantizeArray(x.data as Float32Array, 2 ** exponent, -128, 127, new QuantizationError(), integers);
  return new Tensor(
    "float32",
    x.shape,
    Float32Array.from(integers, (q) => q * 2 ** exponent),
  );
}

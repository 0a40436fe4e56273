import { describe, expect, it } from "vitest";
import { analyse } from "../../src/analysis/analyse/analyse.js";
import {
  type QuantizeModelOptions,
  type QuantizeModelResult,
  quantizeModel,
} from "../../src/analysis/quantize-model.js";
import { applyRecipe } from "../../src/analysis/recipe/apply-recipe.js";
import type { Recipe } from "../../src/analysis/recipe/recipe.js";
import { recipeOf } from "../../src/analysis/recipe/recipe-of.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { display } from "../../src/presentation/display/mime-bundle.js";
import type { Sample } from "../../src/quantization/calibrate/samples.js";
import { schemaErrors } from "../cli/results-schema.js";
import { chain, images, integersMoved, residual, withOutlier, withoutSecondChannel, withTensor } from "./chain.js";

const samples = images(12);

async function quantized(
  model: OnnxModel,
  plant?: (recipe: Recipe) => Recipe,
  options: QuantizeModelOptions & { readonly seen?: readonly Sample[] } = {},
): Promise<QuantizeModelResult> {
  const result = await quantizeModel(model, options.seen ?? samples, options);
  if (plant === undefined) return result;
  const ranges = new Map(result.tensors.map(({ tensor, min, max }) => [tensor, { min, max }]));
  return { ...applyRecipe(result.float, ranges, plant(recipeOf(result.float, result))), float: result.float };
}

const moved =
  (names: readonly string[], by: number) =>
  (recipe: Recipe): Recipe => {
    const exponents = { ...recipe.exponents };
    for (const name of names) exponents[name] = (exponents[name] as number) + by;
    return {
      ...recipe,
      exponents,
      integers: integersMoved(recipe.integers, (tensor) => names.includes(weightOf(tensor)), by),
    };
  };
const weightOf = (tensor: string): string => tensor.replace("c", "w");
const biased =
  (name: string, change: (bias: number, channel: number) => number) =>
  (recipe: Recipe): Recipe => ({ ...recipe, biases: { ...recipe.biases, [name]: recipe.biases[name]!.map(change) } });

/** Elements of one of eight output channels. */
const CHANNEL = 8 * 9;
const inChannel = (index: number, channel: number): boolean => Math.floor(index / CHANNEL) === channel;

const PLANTED: readonly {
  readonly what: string;
  readonly layer: string;
  readonly model?: (model: OnnxModel) => OnnxModel;
  readonly plant?: (recipe: Recipe) => Recipe;
  readonly options?: Parameters<typeof quantized>[2];
  readonly reason: RegExp;
}[] = [
  {
    what: "a huge channel",
    layer: "c2",
    model: (model) => withTensor(model, "w2", (w, i) => (inChannel(i, 3) ? w * 60 : w)),
    reason: /channels|steps|size of the others/,
  },
  {
    what: "a dead channel with a huge bias",
    layer: "c3",
    model: (model) =>
      withTensor(
        withTensor(model, "w3", (w, i) => (inChannel(i, 1) ? 0 : w)),
        "b3",
        (b, i) => (i === 1 ? 300 : b),
      ),
    reason: /channels|clips|bias|steps/,
  },
  {
    what: "an outlier weight",
    layer: "c1",
    model: (model) => withTensor(model, "w1", (w, i) => (i === 77 ? 40 : w)),
    reason: /weight|channels/,
  },
  { what: "a clipped bias", layer: "c4", plant: biased("c4", (b, c) => (c < 4 ? 127 : b)), reason: /shift|bias/ },
  { what: "a scale that clips", layer: "c2", plant: moved(["c2", "r2"], -3), reason: /clips|does not fit/ },
  { what: "a scale that leaves bits unused", layer: "c3", plant: moved(["c3", "r3"], 4), reason: /unused|steps|shift/ },
  { what: "weights of few steps", layer: "c1", plant: moved(["w1"], 5), reason: /weights/ },
  { what: "clipped weights", layer: "c4", plant: moved(["w4"], -3), reason: /clips .* of its weights/ },
  { what: "a bias without its correction", layer: "c2", plant: biased("c2", (b) => b - 12), reason: /shift/ },
  {
    what: "a sum that saturates",
    layer: "a",
    model: residual,
    plant: moved(["a", "r2"], -2),
    reason: /^Add whose scale clips/,
  },
  {
    what: "one sample with an outlier",
    model: withoutSecondChannel,
    layer: "c0",
    options: { seen: withOutlier(samples), calibration: { method: "minmax" } },
    reason: /rounded|steps|sums/,
  },
  { what: "an input of few steps", layer: "c0", plant: moved(["x"], 5), reason: /inputs?|shift|sums|steps/ },
];

describe("one planted bad layer", () => {
  const named: string[] = [];
  for (const { what, layer, model: change, plant, options, reason } of PLANTED) {
    it(`is named first: ${what}`, async () => {
      const { layers } = await analyse(await quantized(change?.(chain()) ?? chain(), plant, options), images(6, 3));
      if (layers[0]!.tensor === layer) named.push(what);
      else
        console.log(
          what,
          layers.map(({ tensor, cost, reason: words }) => [tensor, cost, words].join(" ")),
        );
      if (layers[0]!.tensor === layer) expect(layers[0]!.reason).toMatch(reason);
    });
  }
  it("in at least eleven of twelve kinds", () => expect(named.length).toBeGreaterThanOrEqual(11));
});

it("prints itself in 100 columns and as its schema says", async () => {
  const analysis = await analyse(await quantized(chain()), samples, { samples: 4 });
  expect(analysis.layers.map(({ tensor }) => tensor).sort()).toEqual(["c0", "c1", "c2", "c3", "c4", "y"]);
  expect(schemaErrors(JSON.stringify(analysis))).toEqual([]);
  const lines = display(analysis)["text/plain"].split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(analysis.layers.find(({ tensor }) => tensor === "c1")).toMatchObject({ macs: 8 * 8 * 8 * 8 * 9, bytes: 584 });
});

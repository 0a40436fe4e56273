import { afterEach, describe, expect, it } from "vitest";
import { analyse } from "../../src/analysis/analyse/analyse.js";
import { quantizeEspdlModel } from "../../src/analysis/quantize-espdl-model.js";
import { type EspdlRecipe, partsOf } from "../../src/analysis/recipe/espdl-recipe.js";
import type { Chip } from "../../src/espdl/chip.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { display } from "../../src/presentation/display/mime-bundle.js";
import { analysisHtml } from "../../src/presentation/report/analysis-html.js";
import type { CalibrationOptions } from "../../src/quantization/calibrate/calibrate.js";
import type { Sample } from "../../src/quantization/calibrate/samples.js";
import { schemaErrors } from "../cli/results-schema.js";
import {
  chain,
  doubled,
  images,
  integersMoved,
  residual,
  withOutlier,
  withoutSecondChannel,
  withTensor,
} from "./chain.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

const samples = images(12);

interface Seen {
  readonly seen?: readonly Sample[];
  readonly calibration?: CalibrationOptions;
}

/** Quantized for a chip, its decisions changed by a plant and written again. */
async function quantized(
  float: OnnxModel,
  chip: Chip,
  plant?: (recipe: EspdlRecipe) => EspdlRecipe,
  { seen = samples, calibration = { method: "mse" } }: Seen = {},
) {
  const first = await quantizeEspdlModel(float, seen, { chip, calibration });
  if (plant === undefined) return { float, chip, model: first.model };
  const parts = partsOf(first.choices);
  const recipe = plant({ format: "espdl-lab-espdl-recipe", version: 1, chip, ...parts, int16: [], equalization: {} });
  return { float, chip, model: (await quantizeEspdlModel(float, seen, { chip, recipe, calibration })).model };
}

const moved =
  (names: readonly string[], by: number) =>
  (recipe: EspdlRecipe): EspdlRecipe => {
    const exponents = { ...recipe.exponents };
    for (const name of names) exponents[name] = exponents[name]! + by;
    return { ...recipe, exponents };
  };
const weightsMoved =
  (name: string, by: number) =>
  (recipe: EspdlRecipe): EspdlRecipe => ({
    ...recipe,
    weights: { ...recipe.weights, [name]: recipe.weights[name]!.map((exponent) => exponent + by) },
    integers: integersMoved(recipe.integers, (tensor) => tensor === name, by),
  });
const biased =
  (name: string, change: (bias: number, channel: number) => number) =>
  (recipe: EspdlRecipe): EspdlRecipe => ({
    ...recipe,
    biases: { ...recipe.biases, [name]: recipe.biases[name]!.map(change) },
  });

const CHANNEL = 8 * 9;
const inChannel = (index: number, channel: number): boolean => Math.floor(index / CHANNEL) === channel;
const deadChannel = (model: OnnxModel): OnnxModel =>
  withTensor(
    withTensor(model, "w3", (w, i) => (inChannel(i, 1) ? 0 : w)),
    "b3",
    (b, i) => (i === 1 ? 300 : b),
  );

/** Plants are edits of the float network, of its calibration samples, or of what the quantizer decided. */
const PLANTED: readonly {
  readonly what: string;
  readonly layer: string;
  readonly model?: (model: OnnxModel) => OnnxModel;
  readonly plant?: (recipe: EspdlRecipe) => EspdlRecipe;
  readonly seen?: Seen;
  readonly reason: RegExp;
}[] = [
  {
    what: "a huge channel",
    layer: "r2",
    model: (model) => withTensor(model, "w2", (w, i) => (inChannel(i, 3) ? w * 60 : w)),
    reason: /channels|steps|size of the others|clips/,
  },
  { what: "a dead channel with a huge bias", layer: "r3", model: deadChannel, reason: /channels|clips|steps/ },
  {
    what: "an outlier weight",
    layer: "r1",
    model: (model) => withTensor(model, "w1", (w, i) => (i === 77 ? 40 : w)),
    reason: /weight|channels/,
  },
  { what: "a cut bias", layer: "r4", plant: biased("r4", (b, c) => (c < 4 ? b / 8 + 0.4 : b)), reason: /shift/ },
  { what: "an exponent two too low", layer: "r2", plant: moved(["r2"], -2), reason: /^convolution whose scale clips/ },
  { what: "a scale that leaves bits unused", layer: "r3", plant: moved(["r3"], 4), reason: /unused|steps/ },
  { what: "a sum that saturates", layer: "a", model: doubled, plant: moved(["a", "r2"], -2), reason: /^Add whose/ },
  { what: "weights of few steps", layer: "r1", plant: weightsMoved("r1", 5), reason: /^convolution whose weights/ },
  { what: "clipped weights", layer: "r4", plant: weightsMoved("r4", -3), reason: /clips .* of its weights/ },
  { what: "a bias without its correction", layer: "r2", plant: biased("r2", (b) => b - 0.3), reason: /shift/ },
  { what: "a wrongly wide input", layer: "r0", plant: moved(["x"], 5), reason: /inputs?|shift|sums|steps/ },
  {
    what: "one sample with an outlier",
    model: withoutSecondChannel,
    layer: "r0",
    seen: { seen: withOutlier(samples), calibration: { method: "minmax" } },
    reason: /rounded|steps|sums/,
  },
];

for (const chip of ["esp32s3", "esp32p4", "c"] as const) {
  describe(`one planted bad layer of an .espdl for ${chip}`, () => {
    const missed: string[] = [];
    for (const { what, layer, model: change, plant, seen, reason } of PLANTED) {
      it(`is named first: ${what}`, async () => {
        const float = change?.(chain()) ?? chain();
        const { layers } = await analyse(await quantized(float, chip, plant, seen), images(6, 3));
        const [first] = layers;
        if (first!.tensor === layer) expect(first!.reason).toMatch(reason);
        else missed.push(`${what}: ${layers.map(({ tensor, cost }) => `${tensor} ${cost?.toFixed(1)}`).join(", ")}`);
      });
    }
    it("in at least eleven of twelve kinds", () => expect(missed.slice(1), missed.join("\n")).toEqual([]));
  });
}

it("shows itself in 100 columns, as its schema says, on a page", async () => {
  const analysis = await analyse(await quantized(residual(), "esp32s3"), samples, { samples: 4 });
  expect(analysis.layers.map(({ tensor }) => tensor).sort()).toEqual(["a", "c2", "g", "r0", "r1", "r3", "r4", "y"]);
  expect(schemaErrors(JSON.stringify(analysis))).toEqual([]);
  const text = display(analysis)["text/plain"];
  expect(text).toMatch(/^\.espdl on esp32s3 against float: \d+\.\d dB at the output, \d samples\n/);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(analysis.layers.find(({ tensor }) => tensor === "r1")).toMatchObject({
    ...{ node: "Conv_c1", operator: "Conv", macs: 8 * 8 * 8 * 8 * 9, bytes: 8 * 8 * 9 + 4 * 8 },
  });
  expect(analysisHtml(analysis, "m.espdl")).toMatch(/<title>espdl-lab analyse: m\.espdl<\/title>/);
});

it("says what a layer's own rounding costs the output, and what 16 bits of it would bring", async () => {
  const { output, layers } = await analyse(await quantized(chain(), "esp32s3", moved(["r2"], 4)), samples);
  const [first, second] = layers;
  expect(first).toMatchObject({ tensor: "r2", unusedBits: 4 });
  // Its readers take 8 bits of it all the same: the scale is what is wrong, not the width.
  expect(Math.abs(first!.gain16! - first!.gain)).toBeLessThan(1);
  expect(second!.cost!).toBeGreaterThan(first!.cost! + 6);
  expect(output!).toBeLessThan(first!.cost! + 3);
});

it("refuses an .espdl of another model by the output that it lacks", async () => {
  const { model } = await quantized(chain(), "c");
  const renamed = {
    ...chain(),
    graph: {
      ...chain().graph,
      nodes: chain().graph.nodes.map((node) => ({
        ...node,
        outputs: node.outputs.map((name) => (name === "y" ? "scores" : name)),
      })),
      outputs: chain().graph.outputs.map((output) => ({ ...output, name: "scores" })),
    },
  };
  await expect(analyse({ float: renamed, model, chip: "c" }, samples)).rejects.toThrow(
    "the .espdl makes no tensor scores, the output of the float model",
  );
});

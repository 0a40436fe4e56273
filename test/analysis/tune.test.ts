import { expect, it } from "vitest";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import { formatRecipe, type Recipe } from "../../src/analysis/recipe/recipe.js";
import { Bench } from "../../src/analysis/tune/bench.js";
import { parseGoal } from "../../src/analysis/tune/goal.js";
import { splitSets } from "../../src/analysis/tune/sets.js";
import { tune } from "../../src/analysis/tune/tune.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { display } from "../../src/presentation/display/mime-bundle.js";
import { schemaErrors } from "../cli/results-schema.js";
import { chain, images } from "./chain.js";

const sets = splitSets({ samples: images(36) });

it("deals samples into sets that share none", () => {
  const all = [sets.calibration, sets.search, sets.test].flatMap(({ samples }) => samples);
  expect(new Set(all).size).toBe(36);
  expect(() => splitSets({ samples: images(2) })).toThrow("2 samples cannot be split");
});

it("gives figures that a quantization by its recipe repeats bit for bit", async () => {
  const tuning = await tune(chain(), sets, { goal: parseGoal("15dB") });
  expect(tuning.ladder.map(({ remedy }) => remedy).slice(0, 2)).toEqual(["none", "quantize"]);
  const recipe = JSON.parse(formatRecipe(tuning.recipe)) as Recipe;
  const [a, b] = [
    await quantizeModel(chain(), sets.calibration.samples, { recipe }),
    await quantizeModel(chain(), sets.test.samples.slice(0, 2), { recipe }),
  ];
  expect(Buffer.from(serializeModel(a.model)).equals(serializeModel(b.model))).toBe(true);
  const bench = await Bench.open(chain(), sets.test);
  expect((await bench.measure(a.model)).reached).toEqual(tuning.tuned);
  expect(schemaErrors(JSON.stringify(tuning))).toEqual([]);
  const lines = display(tuning)["text/plain"].split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

it("puts layers into float where a goal is out of reach of integers", async () => {
  const tuning = await tune(chain(), sets, { goal: parseGoal("45dB") });
  const [last] = tuning.ladder.slice(-1);
  expect(last).toMatchObject({ remedy: "float layers" });
  expect(tuning.recipe.keepFloat.length).toBeGreaterThan(0);
  expect(tuning.tuned.snr!).toBeGreaterThan(tuning.plain.snr!);
});

it("refuses a goal that it does not know", () => {
  expect(() => parseGoal("good")).toThrow("--goal: expected float-1% or 20dB, got good");
});

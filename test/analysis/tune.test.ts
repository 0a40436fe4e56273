import { expect, it } from "vitest";
import { chipOutputs } from "../../src/analysis/measure/run-outputs.js";
import { quantizeEspdlModel } from "../../src/analysis/quantize-espdl-model.js";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import type { EspdlRecipe } from "../../src/analysis/recipe/espdl-recipe.js";
import type { Recipe } from "../../src/analysis/recipe/recipe.js";
import { formatRecipe } from "../../src/analysis/recipe/recipe-file.js";
import { Bench } from "../../src/analysis/tune/bench.js";
import { NO_LOSS } from "../../src/analysis/tune/expected-loss.js";
import { parseGoal } from "../../src/analysis/tune/goal.js";
import { splitSets } from "../../src/analysis/tune/sets.js";
import { isBetter, type Trial } from "../../src/analysis/tune/trial.js";
import { tune } from "../../src/analysis/tune/tune.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { espdlPredictor } from "../../src/espdl/predictor.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { inferShapes } from "../../src/formats/onnx/shape/infer.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { display } from "../../src/presentation/display/mime-bundle.js";
import { schemaErrors } from "../cli/results-schema.js";
import { node } from "../quantization/quantize/tiny-model.js";
import { chain, images, withTensor } from "./chain.js";

/** A search takes seconds, and longer beside others. */
const timeout = 60_000;
const sets = splitSets({ samples: images(36) });

it("deals samples into sets that share none", () => {
  const all = [sets.calibration, sets.search, sets.test].flatMap(({ samples }) => samples);
  expect(new Set(all).size).toBe(36);
  expect(() => splitSets({ samples: images(2) })).toThrow("2 samples cannot be split");
});

it("gives figures that a quantization by its recipe repeats bit for bit", { timeout }, async () => {
  const tuning = await tune(chain(), sets, { goal: parseGoal("15dB") });
  expect(tuning.ladder.map(({ remedy }) => remedy).slice(0, 2)).toEqual(["none", "quantize"]);
  const recipe = JSON.parse(formatRecipe(tuning.recipe)) as Recipe;
  const [a, b] = [
    await quantizeModel(chain(), sets.calibration.samples, { recipe }),
    await quantizeModel(chain(), sets.test.samples.slice(0, 2), { recipe }),
  ];
  expect(Buffer.from(serializeModel(a.model)).equals(serializeModel(b.model))).toBe(true);
  const bench = await Bench.open(chain(), sets.test);
  expect((await bench.measure({ outputs: (samples) => chipOutputs(a.model, samples) })).reached).toEqual(tuning.tuned);
  expect(schemaErrors(JSON.stringify(tuning))).toEqual([]);
  const lines = display(tuning)["text/plain"].split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

it("puts layers into float where a goal is out of reach of integers", { timeout }, async () => {
  const tuning = await tune(chain(), sets, { goal: parseGoal("45dB") });
  const [last] = tuning.ladder.slice(-1);
  expect(last).toMatchObject({ remedy: "float layers" });
  expect((tuning.recipe as Recipe).keepFloat.length).toBeGreaterThan(0);
  expect(tuning.tuned.snr!).toBeGreaterThan(tuning.plain.snr!);
});

it("refuses what cannot be measured before anything is tried: values that are not finite, labels of no class", async () => {
  const goal = parseGoal("float-1%");
  const labels = (count: number, first: number): number[] => [first, ...new Array<number>(count - 1).fill(1)];
  const labelled = (part: "calibration" | "search" | "test", first: number): typeof sets => {
    const all = { ...sets, calibration: { ...sets.calibration, labels: labels(12, 0) } };
    const search = { ...sets.search, labels: labels(12, 0) };
    const test = { ...sets.test, labels: labels(12, 0) };
    const whole = { ...all, search, test };
    return { ...whole, [part]: { ...whole[part], labels: labels(12, first) } };
  };
  const tried: string[] = [];
  const onRung = ({ remedy }: { remedy: string }): void => void tried.push(remedy);
  for (const part of ["calibration", "search", "test"] as const) {
    for (const bad of [4, -1, 0.5])
      await expect(tune(chain(), labelled(part, bad), { goal, onRung })).rejects.toThrow(
        `label: must be a class number from 0 to 3, the model's first output, got ${bad} (sample 1 of 12)`,
      );
  }
  const [first, ...others] = sets.test.samples;
  const x = first!.get("x")!;
  const broken = new Map([
    [
      "x",
      new Tensor(
        "float32",
        x.shape,
        Float32Array.from(x.data as Float32Array, () => Number.NaN),
      ),
    ],
  ]);
  const test = { samples: [...others, broken] };
  await expect(tune(chain(), { ...sets, test }, { onRung })).rejects.toThrow(
    "input x must be finite, got NaN (sample 12 of 12)",
  );
  expect(tried).toEqual([]);
});

it("refuses a goal that it does not know", () => {
  expect(() => parseGoal("good")).toThrow("--goal: expected float-1% or 20dB, got good");
  expect(() => parseGoal("float-101%")).toThrow("--goal: expected float-1% or 20dB, got float-101%");
});

it("tunes an .espdl, whose recipe gives the same file from any samples", { timeout }, async () => {
  const tuning = await tune(chain(), sets, { goal: parseGoal("60dB"), chip: "esp32s3" });
  expect(tuning.ladder.at(-1)).toMatchObject({ remedy: "int16 layers", kept: true });
  expect(schemaErrors(JSON.stringify(tuning))).toEqual([]);
  const recipe = JSON.parse(formatRecipe(tuning.recipe)) as EspdlRecipe;
  expect(recipe.int16.length).toBeGreaterThan(0);
  const options = { chip: "esp32s3", recipe, calibration: { method: "mse" } } as const;
  const [first] = sets.test.samples;
  const one = await quantizeEspdlModel(chain(), [first!, ...sets.calibration.samples], options);
  const other = await quantizeEspdlModel(chain(), [first!], options);
  expect(Buffer.from(writeEspdl(one.model)).equals(writeEspdl(other.model))).toBe(true);
  const predictor = espdlPredictor(one.model, { chip: "esp32s3" });
  const bench = await Bench.open(chain(), sets.test);
  const found = await bench.measure({ outputs: (samples) => predictor.predict([...samples]) as Promise<Tensor[][]> });
  expect(found.reached).toEqual(tuning.tuned);
});

it("refuses a goal of accuracy for a network that gives one number", async () => {
  const one = withTensor(chain(), "w", (w) => w);
  const weights = new Map(one.graph.initializers)
    .set("w", new Tensor("float32", [1, 8], new Float32Array(8).fill(0.1)))
    .set("b", new Tensor("float32", [1], new Float32Array(1)));
  const outputs = one.graph.outputs.map((output) => ({ ...output, shape: [1, 1] }));
  const model = inferShapes({ ...one, graph: { ...one.graph, initializers: weights, outputs, valueInfo: new Map() } });
  await expect(tune(model, sets, { goal: parseGoal("float-1%") })).rejects.toThrow("first output is one number");
});

it("takes no remedy for better that one or two samples alone speak for", () => {
  const trial = (noise: readonly number[]): Trial => ({ reached: { snr: 1, agreement: 1 }, noise, loss: NO_LOSS });
  expect(isBetter(trial([0.1, 0.1]), trial([0.2, 0.2]))).toBe(false);
  expect(isBetter(trial([0.1, 0.1, 0.1]), trial([0.2, 0.2, 0.2]))).toBe(true);
});

it.each(["esp32s3", "esp32p4", "c"] as const)(
  "keeps a Softmax in the width of the scores it reads, nodes without names and all, and repeats it: %s",
  { timeout },
  async (chip) => {
    const { graph, ...rest } = chain();
    const nodes = [...graph.nodes.map((own) => ({ ...own, name: "" })), node("Softmax", ["y"], ["p"], { axis: 1 }, "")];
    const outputs = [{ name: "p", dtype: "float32", shape: [1, 4] } as const];
    const model = inferShapes({ ...rest, graph: { ...graph, nodes, outputs, valueInfo: new Map() } });
    const tuning = await tune(model, sets, { goal: parseGoal("60dB"), chip });
    expect(tuning.ladder.at(-1)).toMatchObject({ remedy: "int16 layers", kept: true });
    const recipe = JSON.parse(formatRecipe(tuning.recipe)) as EspdlRecipe;
    const options = { chip, recipe, calibration: { method: "mse" } } as const;
    const [first, ...others] = sets.test.samples;
    const loud = others.map((sample) => {
      const x = sample.get("x")!;
      return new Map([
        [
          "x",
          new Tensor(
            "float32",
            x.shape,
            Float32Array.from(x.data as Float32Array, (v) => 20 * v),
          ),
        ],
      ]);
    });
    const [one, other] = [
      await quantizeEspdlModel(model, [first!, ...others], options),
      await quantizeEspdlModel(model, [first!, ...loud], options),
    ];
    expect(Buffer.from(writeEspdl(one.model)).equals(writeEspdl(other.model))).toBe(true);
    expect(one.model.graph.nodes.map(({ opType }) => opType)).not.toContain("RequantizeLinear");
    const predictor = espdlPredictor(one.model, { chip });
    const bench = await Bench.open(model, sets.test);
    const { reached } = await bench.measure({ outputs: (all) => predictor.predict([...all]) as Promise<Tensor[][]> });
    expect(reached.agreement).toBe(tuning.tuned.agreement);
    expect(reached.snr!).toBeGreaterThan(50);
  },
);

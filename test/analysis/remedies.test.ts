import * as v from "valibot";
import { afterEach, expect, it } from "vitest";
import { floatOutputs } from "../../src/analysis/measure/run-outputs.js";
import { quantizeEspdlModel } from "../../src/analysis/quantize-espdl-model.js";
import type { EspdlRecipe } from "../../src/analysis/recipe/espdl-recipe.js";
import { RECIPE } from "../../src/analysis/recipe/recipe.js";
import { formatRecipe } from "../../src/analysis/recipe/recipe-file.js";
import { Bench } from "../../src/analysis/tune/bench.js";
import { equalize } from "../../src/analysis/tune/equalization/equalize.js";
import { equalizationOf } from "../../src/analysis/tune/equalization/factors.js";
import { espdlFlow } from "../../src/analysis/tune/espdl/flow.js";
import { int16Layers } from "../../src/analysis/tune/espdl/int16-layers.js";
import { inSixteenBits, layersOf } from "../../src/analysis/tune/espdl/layers.js";
import { weightSplit } from "../../src/analysis/tune/espdl/weight-split.js";
import type { Flow } from "../../src/analysis/tune/flow.js";
import { isReached, parseGoal } from "../../src/analysis/tune/goal.js";
import { equalization } from "../../src/analysis/tune/remedies/equalization.js";
import type { Remedy } from "../../src/analysis/tune/remedies/remedy.js";
import { splitSets } from "../../src/analysis/tune/sets.js";
import { splitWeights } from "../../src/analysis/tune/split/split-weights.js";
import type { State } from "../../src/analysis/tune/state.js";
import { snrOf, type Trial } from "../../src/analysis/tune/trial.js";
import { alignment } from "../../src/analysis/tune/tvm/alignment.js";
import { TVM_FLOW } from "../../src/analysis/tune/tvm/flow.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { writeEspdl } from "../../src/espdl/write.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { inferShapes } from "../../src/formats/onnx/shape/infer.js";
import { node, tinyModel } from "../quantization/quantize/tiny-model.js";
import { images, randomTensors, residual, withTensor } from "./chain.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

const sets = splitSets({ samples: images(36) });

/** What a remedy alone makes of a network, beside what plain quantization gives; in dB on the search set. */
async function tried<S extends State<S>>(flow: Flow<S>, remedy: Remedy<S>, model: OnnxModel, goal = "40dB") {
  const float = await flow.prepare(model);
  const state = await flow.plain(float, sets.calibration.samples);
  const bench = await Bench.open(float, sets.search);
  const trial = await bench.measure(state);
  const isGoal = ({ reached }: Trial): boolean => isReached(parseGoal(goal), reached);
  const found = await remedy.apply({ state, trial, sets, bench, isGoal, onTrial() {} });
  return { before: snrOf(trial), found, after: found && snrOf(await bench.measure(found.state)) };
}

async function outputs(model: OnnxModel): Promise<number[][]> {
  const made = await floatOutputs(model, images(4, 9));
  return made.map(([tensor]) => tensor!.toNumbers());
}

/** Within what another order of float32 sums, or another grid of weights, makes of values around 1. */
async function expectSame(one: OnnxModel, other: OnnxModel): Promise<void> {
  const [a, b] = [await outputs(one), await outputs(other)];
  expect(Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))))).toBeLessThan(1e-6);
}

const CONV = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] };
/** 1, 8, 64, 512, 1 … */
const factor = (channel: number): number => 8 ** (channel % 4);

/** Channels of r0 multiplied through an Add and a Concat; the convolutions that read them divide. */
function uneven(): OnnxModel {
  const random = randomTensors(23);
  const made = (name: string, scale: number) => random([8, name === "wa" || name === "wb" ? 3 : 8, 3, 3], scale);
  const weights = {
    wa: made("wa", 0.4),
    wb: made("wb", 0.4),
    wc: random([8, 3, 3, 3], 0.4),
    wd: random([8, 16, 3, 3], 0.2),
  };
  const nodes = [
    node("Conv", ["x", "wa"], ["a"], CONV),
    node("Conv", ["x", "wb"], ["b"], CONV),
    node("Add", ["a", "b"], ["s"]),
    node("Relu", ["s"], ["r"]),
    node("Conv", ["x", "wc"], ["c"], CONV),
    node("Relu", ["c"], ["rc"]),
    node("Concat", ["r", "rc"], ["j"], { axis: 1 }),
    node("Conv", ["j", "wd"], ["y"], CONV),
  ];
  const plain = tinyModel([1, 3, 8, 8], nodes, weights);
  const up = (model: OnnxModel, name: string): OnnxModel =>
    withTensor(model, name, (w, i) => w * factor(Math.floor(i / 27)));
  return withTensor(["wa", "wb", "wc"].reduce(up, plain), "wd", (w, i) => w / factor(Math.floor(i / 9) % 8));
}

it("evens out channels through Add and Concat, the float network staying the same", async () => {
  const model = uneven();
  const { factors } = await equalizationOf(inferShapes(model), images(8), { foretold: false });
  expect([...factors.keys()]).toEqual(["a", "b", "c"]);
  expect(factors.get("a")).toEqual(factors.get("b"));
  const whole = new Map([...factors].map(([name, list]) => [name, list.map(Math.round)]));
  expect(await outputs(equalize(model, whole))).toEqual(await outputs(model));
  await expectSame(equalize(model, factors), model);
  const tvm = await tried(TVM_FLOW, equalization(), model);
  const espdl = await tried(espdlFlow("esp32s3"), equalization(), model);
  expect(tvm.after! - tvm.before).toBeGreaterThan(6);
  expect(espdl.after! - espdl.before).toBeGreaterThan(6);
});

it("refuses factors of another model: no such convolution, or nothing that takes them back", () => {
  const model = uneven();
  expect(() => equalize(model, new Map([["q", [1]]]))).toThrow("recipe: equalization: the model has no convolution");
  const recipe = {
    format: "espdl-lab-recipe",
    version: 1,
    perChannel: false,
    exponents: {},
    biases: {},
    keepFloat: [],
  };
  expect(v.safeParse(RECIPE, { ...recipe, equalization: { a: [0.375, -64] } }).success).toBe(true);
  expect(v.safeParse(RECIPE, { ...recipe, equalization: { a: [1e300] } }).success).toBe(false);
  expect(() => equalize(model, new Map([["y", new Array<number>(8).fill(1)]]))).toThrow("nothing takes the factors");
  expect(() => equalize(model, new Map([["a", new Array<number>(8).fill(1)]]))).toThrow(
    "an Add reads channels of other",
  );
});

/** A layer of which four channels are sums of many small products, and four one large product each. */
function unevenWeights(): OnnxModel {
  const random = randomTensors(31);
  const weights = { w0: random([8, 3, 3, 3], 0.4), wd: random([8, 8, 3, 3]), w1: random([4, 8, 3, 3], 0.3) };
  const nodes = [
    node("Conv", ["x", "w0"], ["c"], CONV),
    node("Sigmoid", ["c"], ["s"]),
    node("Conv", ["s", "wd"], ["d"], CONV),
    node("Conv", ["d", "w1"], ["y"], CONV),
  ];
  const model = tinyModel([1, 3, 8, 8], nodes, weights);
  return withTensor(model, "wd", (w, i) => (i < 4 * 72 ? (w + 1) / 128 : i % 81 === 4 ? 1 : 0));
}

it("computes small channels of a layer apart, the float network staying the same", async () => {
  const model = unevenWeights();
  const parts = new Map([["d", [0, 1, 2, 3]]]);
  await expectSame(splitWeights(model, parts), model);
  // The model may have such names itself.
  const { graph } = model;
  const named = {
    ...model,
    graph: { ...graph, nodes: graph.nodes.map((own) => ({ ...own, name: `${own.name}_first` })) },
  };
  named.graph.nodes.splice(0, 1, { ...named.graph.nodes[0]!, name: `${named.graph.nodes[2]!.name}_first` });
  await expectSame(splitWeights(named, parts), model);
  const { before, after, found } = await tried(espdlFlow("esp32s3"), weightSplit, model);
  expect(found!.words).toBe("small channels apart in d");
  expect(after! - before).toBeGreaterThan(3);
  expect((await tried(espdlFlow("esp32p4"), weightSplit, model)).found).toBeUndefined();
  const recipe = JSON.parse(formatRecipe(found!.state.recipe)) as EspdlRecipe;
  expect(recipe.split).toEqual({ d: [0, 1, 2, 3] });
  const again = await quantizeEspdlModel(model, sets.test.samples, {
    ...{ chip: "esp32s3", recipe, calibration: { method: "mse" } },
  });
  expect(again.model.graph.nodes.map(({ opType }) => opType)).toContain("Add");
});

it("puts the operands of an Add on the exponent of its result", async () => {
  const model = withTensor(residual(), "w2", (w) => w / 8);
  const { before, after, found } = await tried(TVM_FLOW, alignment, model);
  expect(found!.words).toMatch(/^[12] operands of Add, Concat on its exponent$/);
  const { exponents } = found!.state.recipe;
  expect([exponents.c2, exponents.r0]).toEqual([exponents.a, exponents.a]);
  expect(after! - before).toBeGreaterThan(0.3);
});

it.each(["esp32s3", "esp32p4", "c"] as const)(
  "gives 16-bit layers int8 weights where that reaches the goal: %s",
  async (chip) => {
    // From int8 without corrections: with them the P4 reaches the goal by int8 alone.
    const flow = espdlFlow(chip);
    const { found } = await tried({ ...flow, plain: flow.uncorrected }, int16Layers, residual(), "42dB");
    const { recipe } = found!.state;
    expect(found!.cost).toMatch(/^\d+\.\d % MACs in W8A16$/);
    const options = {
      chip,
      recipe: JSON.parse(formatRecipe(recipe)) as EspdlRecipe,
      calibration: { method: "mse" },
    } as const;
    const [one, other] = [
      await quantizeEspdlModel(residual(), sets.test.samples.slice(0, 1), options),
      await quantizeEspdlModel(residual(), sets.test.samples.slice(0, 1), options),
    ];
    const types = one.model.graph.nodes.map(({ attributes }) => attributes.get("quant_type")?.value);
    expect(types).toContain("W8A16");
    expect(Buffer.from(writeEspdl(one.model)).equals(writeEspdl(other.model))).toBe(true);
  },
);

/** `residual` behind a Reshape that carries a list of numbers to it, half of them too small for eight bits of the others. */
function listed(): OnnxModel {
  const { graph, ...model } = residual();
  const reshape = node("Reshape", ["l", "shape"], ["x"], {}, "carries the input");
  const shape = new Tensor("int64", [4], BigInt64Array.from([1n, 3n, 8n, 8n]));
  const inputs = [{ name: "l", dtype: "float32", shape: [1, 192] } as const];
  const initializers = new Map(graph.initializers).set("shape", shape);
  const whole = { ...graph, nodes: [reshape, ...graph.nodes], inputs, initializers, valueInfo: new Map() };
  return inferShapes({ ...model, graph: whole });
}

it("widens an input with the layer that reads it, through what only carries it", async () => {
  const float = await espdlFlow("esp32s3").prepare(listed());
  const [first] = layersOf(float);
  expect(inSixteenBits(float, [first!.node])).toContain("carries the input");
  // Where another layer reads the input too, it stays as it is.
  const both = { ...float, graph: { ...float.graph, nodes: [...float.graph.nodes] } };
  both.graph.nodes.push(node("Conv", ["x", "w0"], ["z"], CONV));
  expect(inSixteenBits(both, [first!.node])).not.toContain("carries the input");
  const lists = images(24).map((sample) => new Map([["l", new Tensor("float32", [1, 192], sample.get("x")!.data)]]));
  const state = await espdlFlow("esp32s3").plain(float, lists.slice(0, 12));
  const all = state.withInt16(layersOf(float).map(({ node }) => node));
  const bench = await Bench.open(float, { samples: lists.slice(12) });
  expect(snrOf(await bench.measure(all))).toBeGreaterThan(55);
});

it("takes back what a layer had in 8 bits when it leaves 16 again, and fits the others around those that stay", async () => {
  const float = await espdlFlow("esp32s3").prepare(residual());
  const state = await espdlFlow("esp32s3").plain(float, sets.calibration.samples);
  const [a, b] = layersOf(float).map(({ node }) => node);
  expect(state.withInt16([a!, b!]).withInt16([]).recipe).toEqual(state.recipe);
  const fitted = await state.withInt16([a!]).recorrected(sets.calibration.samples);
  expect(Object.keys(fitted.withInt16([]).recipe.integers).sort()).toEqual(Object.keys(state.recipe.integers).sort());
  const bench = await Bench.open(float, sets.search);
  expect(snrOf(await bench.measure(fitted))).toBeGreaterThan(snrOf(await bench.measure(state)));
});

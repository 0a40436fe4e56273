import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { UserError } from "../../../src/base/errors.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { bisect } from "../../../src/comparison/bisect/bisect.js";
import { bisectTraces } from "../../../src/comparison/bisect/bisect-traces.js";
import { equalWords } from "../../../src/comparison/bisect/origin-words.js";
import { ProgramCalls } from "../../../src/comparison/bisect/program-calls.js";
import { call as runCall } from "../../../src/execution/interpreter/run-layer.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";
import { goldenCases } from "../../golden/cases.js";
import { naiveConvolution } from "../diagnose/naive.js";
import { callOf, type Subject, subject } from "../diagnose/subjects.js";
import { type Damage, feedsOf, SimulatedSuspect } from "./simulated-suspect.js";

// All is computed in this process: the test runner hears of a test that ended only when the event loop turns.
afterEach(() => setImmediate());

const suspectOf = (s: Subject, damage: Damage, inRun?: Damage) =>
  new SimulatedSuspect(s.program, feedsOf(s.program, s.trace), damage, inRun);

/** Rounds half up instead of down in the named calls. */
const roundsUp =
  (...wrong: readonly CallLayer[]): Damage =>
  (call, right, inputs) =>
    wrong.some(({ id }) => id === call.id)
      ? [
          naiveConvolution(call, inputs, {
            requantize: (acc, bias, shift) => clip(clip((acc + (1 << (shift - 1))) >> shift) + bias),
          }),
        ]
      : right;
const clip = (value: number): number => Math.max(-128, Math.min(127, value));

// Every layer that is wrong by itself is measured: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 900_000 });

const models = [
  "mnist_cnn",
  "residual_add",
  "tutorial_nhwc",
  "prelu_hardswish",
  "split_slice",
  "mz_two_in_add",
  "mz_two_out",
];

describe("every layer's fault is found", () => {
  test.each(models.slice(0, 4))("%s: one bit flipped in each call in turn", async (name) => {
    const s = subject(name);
    const calls = s.program.layers.filter((layer): layer is CallLayer => layer.kind === "call");
    let found = 0;
    for (const wrong of calls) {
      const flip: Damage = (call, right) => (call.id === wrong.id ? right.map((tensor) => changed(tensor)) : right);
      const { layers, first } = await bisect(s.program, s.trace, suspectOf(s, flip));
      const own = layers.filter(({ origin }) => origin === "own").map(({ diff }) => diff.id);
      expect(first).toBe(wrong.id);
      expect(own).toEqual(wrong.types.map((_, output) => outputId(wrong.id, output)));
      expect(layers.every(({ origin }) => origin === "own" || origin === "inherited")).toBe(true);
      // What was read off from runs of the layer is no guess.
      for (const { diagnosis } of layers)
        expect(diagnosis?.hypotheses.filter(({ readOff }) => !readOff) ?? []).toEqual([]);
      found++;
    }
    process.stdout.write(`${name}: ${found} of ${calls.length} layers\n`);
  });
});

/** Every 17th element changed by one in its lowest bit: enough to get through relus and pools, nothing that has a cause. */
function changed({ dtype, shape, data }: Tensor): Tensor {
  const copy = data.slice() as Int8Array;
  for (let i = 0; i < copy.length; i += 17)
    copy[i] = dtype === "float32" ? copy[i]! * 1.7 + 0.1 + i : copy[i]! ^ (i % 3 === 0 ? 5 : 9);
  return new Tensor(dtype, shape, copy);
}

describe("own and inherited errors", () => {
  const s = subject("mnist_cnn");
  const convolutions = [0, 2].map((nth) => callOf(s, "esp.conv2d", nth));

  test("two layers wrong by themselves, with the cause of each", async () => {
    const suspect = suspectOf(s, roundsUp(...convolutions));
    const { layers, verdict, exhaustive, captures, replays } = await bisect(s.program, s.trace, suspect);
    const own = layers.filter(({ origin }) => origin === "own");
    expect(own.map(({ diff }) => diff.id)).toEqual(convolutions.map(({ id }) => id));
    for (const { diagnosis } of own)
      expect(diagnosis!.hypotheses[0]).toMatchObject({ family: "rounding", cause: "half-up" });
    expect(layers.length).toBeGreaterThan(5);
    expect([verdict, exhaustive, captures, replays]).toEqual(["differs", true, 1, layers.length]);
    // Each of the two twice more, to see that it repeats itself, and seven times on inputs made for it.
    expect([suspect.captures, suspect.replays]).toEqual([1, layers.length + 18]);
  });

  test("wrong in the run only: the memory of an input was touched", async () => {
    const sum = callOf(subject("residual_add"), "esp.pointwise");
    const r = subject("residual_add");
    const stale = r.trace.layers.find(({ id }) => id === callOf(r, "esp.conv2d", 1).id)!.tensor;
    const suspect = suspectOf(
      r,
      (_, right) => right,
      (call, right, inputs) => {
        if (call.id !== sum.id) return right;
        const touched = new Tensor("int8", inputs[0]!.shape, stale.data.slice() as Int8Array);
        return runCall(call, inputs.with(0, touched), TVM_ARITHMETIC);
      },
    );
    const { layers, first } = await bisect(r.program, r.trace, suspect);
    expect(first).toBe(sum.id);
    expect(layers[0]).toMatchObject({ origin: "run" });
    expect(layers[0]!.diagnosis!.hypotheses[0]!.family).toBe("operands");
  });

  test.each(["one", "halving"] as const)("wrong only where the application makes the calls (%s)", async (captures) => {
    const negated = ({ shape, data }: Tensor) =>
      new Tensor(
        "float32",
        shape,
        (data as Float32Array).map((value) => -value),
      );
    const feeds = feedsOf(s.program, s.trace);
    const suspect = new SimulatedSuspect(s.program, feeds, (_, right) => right, undefined, negated);
    const { verdict, layers, entry } = await bisect(s.program, s.trace, suspect, { captures });
    const output = s.program.layers[s.program.outputs[0]!.layer]!;
    expect([verdict, entry]).toEqual(["differs", "differs"]);
    expect(layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([[output.id, "entry"]]);
  });

  test.each(["one", "halving"] as const)(
    "one output wrong by itself, the other in the entry (%s)",
    async (captures) => {
      const two = subject("mz_two_out");
      const [other, own] = two.program.outputs
        .map(({ layer }) => two.program.layers[layer]!)
        .sort((a, b) => a.index - b.index);
      const flip: Damage = (call, right) => (call.id === own!.id ? right.map((tensor) => changed(tensor)) : right);
      const feeds = feedsOf(two.program, two.trace);
      const suspect = new SimulatedSuspect(two.program, feeds, flip, undefined, changed);
      const { layers, first } = await bisect(two.program, two.trace, suspect, { captures });
      expect(layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([
        [other!.id, "entry"],
        [own!.id, "own"],
      ]);
      expect(first).toBe(other!.id);
    },
  );

  test("what was found is kept where the entry point fails", async () => {
    const feeds = feedsOf(s.program, s.trace);
    const fails = (): never => {
      throw new UserError("board test: no answer; reset it");
    };
    const right = await bisect(
      s.program,
      s.trace,
      new SimulatedSuspect(s.program, feeds, (_, made) => made, undefined, fails),
    );
    expect(right).toMatchObject({ verdict: "unknown", layers: [], entryError: "board test: no answer; reset it" });
    const wrong = new SimulatedSuspect(s.program, feeds, roundsUp(convolutions[0]!), undefined, fails);
    expect(await bisect(s.program, s.trace, wrong)).toMatchObject({ verdict: "differs", first: convolutions[0]!.id });
  });

  test("wrong only where the calls are made one by one", async () => {
    const right = s.trace.layers.at(-1)!.tensor;
    const feeds = feedsOf(s.program, s.trace);
    const suspect = new SimulatedSuspect(s.program, feeds, roundsUp(convolutions[0]!), undefined, () => right);
    const { first, entry } = await bisect(s.program, s.trace, suspect);
    expect([first, entry]).toEqual([convolutions[0]!.id, "calls differ"]);
  });

  test("the same from a trace, without a board", async () => {
    const tensors = await suspectOf(s, roundsUp(...convolutions)).capture();
    const layers = s.trace.layers.flatMap((layer) =>
      tensors.has(layer.id) ? [{ ...layer, tensor: tensors.get(layer.id)! }] : [],
    );
    const found = bisectTraces(s.program, s.trace, { runner: "board", model: "", layers });
    const own = found.layers.filter(({ origin }) => origin === "own");
    expect(own.map(({ diff }) => diff.id)).toEqual(convolutions.map(({ id }) => id));
    for (const { diagnosis } of own)
      expect(diagnosis!.hypotheses[0]).toMatchObject({ family: "rounding", cause: "half-up" });
    expect([found.verdict, found.exhaustive]).toEqual(["differs", true]);
  });

  test("a trace of some tensors, all equal, says nothing of the model's outputs", () => {
    const layers = [s.trace.layers.find(({ id }) => id === convolutions[0]!.id)!];
    const found = bisectTraces(s.program, s.trace, { runner: "board", model: "", layers });
    expect([found.verdict, found.exhaustive]).toEqual(["equal", false]);
    expect(equalWords(found)).toBe("the one tensor that the trace has");
  });

  test("a trace of another input, whose layers are equal all the same, names the input", () => {
    const layers = s.trace.layers.map((layer) =>
      layer.op === "input" ? { ...layer, tensor: changed(layer.tensor) } : layer,
    );
    const found = bisectTraces(s.program, s.trace, { runner: "board", model: "", layers });
    expect([found.verdict, found.first, found.layers.length]).toEqual(["differs", layers[0]!.id, 0]);
  });
});

describe("halving", () => {
  test.each(models)("%s: finds a layer that is wrong by itself in about log2 N runs", async (name) => {
    const s = subject(name);
    const { made } = new ProgramCalls(s.program);
    const calls = s.program.layers.filter((layer): layer is CallLayer => layer.kind === "call");
    for (const wrong of calls) {
      const suspect = suspectOf(s, (call, right) => (call.id === wrong.id ? right.map(changed) : right));
      const { verdict, layers, captures } = await bisect(s.program, s.trace, suspect, { captures: "halving" });
      if (verdict === "equal") continue; // The error did not reach an output.
      const own = layers.filter(({ origin }) => origin === "own").map(({ diff }) => diff.id.replace(/:\d+$/, ""));
      expect(own).toEqual([wrong.id]);
      // The run that shows the wrong output, the halving, and a look at the inputs of what turned out right by itself.
      expect(captures).toBeLessThanOrEqual(Math.ceil(Math.log2(made.length)) + 2);
    }
  });
});

describe("no false alarm", () => {
  const names = goldenCases()
    .filter((golden) => golden.has("quant.onnx") && !golden.has("error_debug.txt"))
    .map(({ name }) => name);

  test.each(names)("%s", async (name) => {
    const s = subject(name);
    for (const captures of ["one", "halving"] as const) {
      const found = await bisect(
        s.program,
        s.trace,
        suspectOf(s, (_, right) => right),
        { captures },
      );
      expect([found.verdict, found.layers, found.replays]).toEqual(["equal", [], 0]);
    }
  });
});

import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { bisect } from "../../../src/comparison/bisect/bisect.js";
import { bisectTraces } from "../../../src/comparison/bisect/bisect-traces.js";
import { ProgramCalls } from "../../../src/comparison/bisect/program-calls.js";
import type { Suspect } from "../../../src/comparison/bisect/suspect.js";
import { callOf, subject } from "../diagnose/subjects.js";
import { type Damage, feedsOf, SimulatedSuspect } from "./simulated-suspect.js";

// All is computed in this process: the test runner hears of a test that ended only when the event loop turns.
afterEach(() => setImmediate());

const s = subject("mnist_cnn");
const { made, outputs } = new ProgramCalls(s.program);
const [first, , third] = [0, 1, 2, 3].map((nth) => callOf(s, "esp.conv2d", nth));

/** The end of a tensor lost. */
const cut = ({ dtype, shape, data }: Tensor): Tensor => {
  const copy = data.slice() as Int8Array;
  return new Tensor(dtype, shape, copy.fill(0, Math.floor(copy.length / 2)));
};

/** A board whose line changes some tensors, always. */
function suspect(ids: readonly string[], damage: Damage = (_, right) => right): Suspect & { captures: number } {
  const board = new SimulatedSuspect(s.program, feedsOf(s.program, s.trace), damage);
  const onTheLine = (tensors: ReadonlyMap<string, Tensor>) =>
    new Map([...tensors].map(([id, tensor]) => [id, ids.includes(id) ? cut(tensor) : tensor]));
  return {
    name: "line",
    get captures() {
      return board.captures;
    },
    capture: async (wanted) => onTheLine(await board.capture(wanted)),
    runLayer: async (id, inputs) => onTheLine(await board.runLayer(id, inputs)),
    runEntry: async () => onTheLine(await board.runEntry()),
  };
}

const flip =
  (id: string): Damage =>
  (call, right) =>
    call.id === id
      ? right.map(
          ({ dtype, shape, data }) =>
            new Tensor(
              dtype,
              shape,
              (data as Int8Array).map((v, i) => (i % 17 ? v : v ^ 9)),
            ),
        )
      : right;

describe("a tensor that only arrived wrong", () => {
  test("is told from a layer that is wrong, and what happened to its bytes is named", async () => {
    const { verdict, layers, replays } = await bisect(s.program, s.trace, suspect([third!.id]));
    expect([verdict, replays]).toEqual(["differs", 0]);
    expect(layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([[third!.id, "transfer"]]);
    expect(layers[0]!.diagnosis!.hypotheses[0]).toMatchObject({ family: "unwritten", explained: 1 });
    expect(layers[0]!.diagnosis!.hypotheses[0]!.look).toContain("read out");
  });

  test("also where what reads it arrived wrong too", async () => {
    const reader = new ProgramCalls(s.program).readersOf(first!.id)[0]!;
    const { layers } = await bisect(s.program, s.trace, suspect([first!.id, reader.id]));
    expect(layers.map(({ origin }) => origin)).toEqual(["transfer", "transfer"]);
  });

  test("beside a layer that is wrong by itself", async () => {
    const { layers } = await bisect(s.program, s.trace, suspect([first!.id], flip(third!.id)));
    expect(layers.slice(0, 2).map(({ diff, origin }) => [diff.id, origin])).toEqual([
      [first!.id, "transfer"],
      [third!.id, "own"],
    ]);
    expect(layers.slice(2).every(({ origin }) => origin === "inherited")).toBe(true);
  });

  test("from a trace, without a board", async () => {
    const tensors = await suspect([first!.id], flip(third!.id)).capture();
    const layers = s.trace.layers.flatMap((layer) =>
      tensors.has(layer.id)
        ? [{ ...layer, id: layer.id.replace(/[^A-Za-z0-9._-]/g, "_"), tensor: tensors.get(layer.id)! }]
        : [],
    );
    const found = bisectTraces(s.program, s.trace, { runner: "board", model: "", layers });
    const culprits = found.layers.filter(({ origin }) => origin !== "inherited");
    expect(culprits.map(({ diff, origin }) => [diff.id, origin])).toEqual([
      [first!.id, "transfer"],
      [third!.id, "own"],
    ]);
  });

  test("does not lead halving astray", async () => {
    const calls = new ProgramCalls(s.program);
    // What the wrong layer itself reads cannot be excused: its reader did not make the right values.
    const before = made.slice(0, made.indexOf(third!.id)).filter((id) => !calls.inputsOf(third!).includes(id));
    for (const id of before) {
      const board = suspect([id], flip(third!.id));
      const { layers } = await bisect(s.program, s.trace, board, { captures: "halving" });
      const own = layers.filter(({ origin }) => origin === "own" || origin === "run");
      expect(
        own.map(({ diff }) => diff.id),
        id,
      ).toEqual([third!.id]);
      expect(board.captures).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(made.length)) + 2);
    }
  });
});

describe("a layer is not excused", () => {
  test("where nothing reads it: the model's output", async () => {
    const { layers } = await bisect(s.program, s.trace, suspect([outputs[0]!]));
    expect(layers.map(({ origin }) => origin)).toEqual(["own"]);
  });

  test("where the error would not show in what reads it", async () => {
    const pool = callOf(s, "nn.max_pool2d");
    const source = s.program.layers[pool.inputs[0]!.layer]!;
    // One more in the smallest element of each window is lost in the maximum.
    const right = s.trace.layers.find(({ id }) => id === source.id)!.tensor;
    const [, , w, c] = right.shape as [number, number, number, number];
    const data = right.data as Int8Array;
    const hidden = data.map((value, i) => {
      const [x, y] = [Math.floor(i / c) % w, Math.floor(i / c / w)];
      const top = data[((y - (y % 2)) * w + (x - (x % 2))) * c + (i % c)]!;
      return y % 2 === 1 && x % 2 === 1 && value < top ? value - 1 : value;
    });
    const board = suspect([], (call, tensors) =>
      call.id === source.id ? [new Tensor("int8", right.shape, hidden)] : tensors,
    );
    const { layers } = await bisect(s.program, s.trace, board);
    expect(layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([[source.id, "own"]]);
  });
});

import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { diagnose } from "../../../src/comparison/diagnose/diagnose.js";
import { layerInput } from "../../../src/comparison/diagnose/layer-input.js";
import { convolutionFaults } from "./convolution-faults.js";
import type { Fault } from "./fault.js";
import { naiveConvolution } from "./naive.js";
import { otherFaults } from "./other-faults.js";
import { callOf, inputsOf, subject, tensorOf } from "./subjects.js";
import { unknownFaults } from "./unknown-faults.js";

// All is computed in this process: the test runner hears of a test that ended only when the event loop turns.
afterEach(() => setImmediate());

const known = [...convolutionFaults(), ...otherFaults()];
const unknown = unknownFaults();

const diagnosed = ({ subject: { program, trace }, call, board }: Fault) =>
  diagnose(layerInput(program, trace, call.id, board));

describe("faults that the table of causes knows", () => {
  test.each(known.map((fault) => [fault.name, fault] as const))("%s", (_, fault) => {
    const { hypotheses, differing } = diagnosed(fault);
    expect(differing).toBeGreaterThan(0);
    const [first] = hypotheses;
    expect(`${first?.family}/${first?.cause}`.slice(0, fault.expected!.length)).toBe(fault.expected);
    expect(first!.explained).toBeGreaterThan(0.85);
    for (const { text, look, readOff } of hypotheses)
      expect(Math.max(text.length, look.length), text).toBeLessThan(readOff ? 400 : 140);
  });

  test("there are enough of them, over enough models", () => {
    const models = new Set(known.map(({ subject: { name } }) => name.replace("loud ", "")));
    process.stdout.write(`${known.length} known and ${unknown.length} unknown faults in ${models.size} models\n`);
    expect(known.length).toBeGreaterThanOrEqual(30);
    expect(models.size).toBeGreaterThanOrEqual(6);
  });
});

describe("no cause is claimed", () => {
  test.each(unknown.map((fault) => [fault.name, fault] as const))("%s", (_, fault) => {
    const { hypotheses, differing, pattern } = diagnosed(fault);
    expect(differing).toBeGreaterThan(0);
    // One weight over its tap is solved for, not guessed.
    expect(hypotheses.filter(({ readOff }) => !readOff)).toEqual([]);
    expect(pattern!.text.length).toBeGreaterThan(0);
  });

  test("where nothing differs", () => {
    const { program, trace, ...rest } = subject("mnist_cnn");
    const call = callOf({ program, trace, ...rest }, "esp.conv2d");
    const { hypotheses, tried } = diagnose(
      layerInput(program, trace, call.id, tensorOf({ program, trace, ...rest }, call.id)),
    );
    expect([hypotheses, tried]).toEqual([[], 0]);
  });

  test.each([1, 2])("where %i elements of ten are wrong, though a cause would fit them", (count) => {
    const s = subject("mnist_cnn");
    const call = callOf(s, "esp.dense");
    const right = tensorOf(s, call.id);
    const data = right.data.slice() as Int8Array;
    for (let i = 0; i < count; i++) data[4 + i]! += 1;
    const { hypotheses } = diagnose(layerInput(s.program, s.trace, call.id, new Tensor("int8", right.shape, data)));
    expect(hypotheses).toEqual([]);
  });
});

test("the naive kernel of these tests is the law where it makes no mistake", () => {
  for (const name of ["tutorial_nhwc", "mnist_cnn", "conv3x3_relu_pc", "loud residual_add"]) {
    const s = subject(name);
    const call = callOf(s, "esp.conv2d");
    expect(naiveConvolution(call, inputsOf(s, call)).data).toEqual(tensorOf(s, call.id).data);
  }
});

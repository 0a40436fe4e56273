import { expect, test } from "vitest";
import { diff } from "../../../src/comparison/diff/diff.js";
import type { TraceLayer } from "../../../src/formats/trace/trace.js";
import { subject } from "../diagnose/subjects.js";

test("a layer with another exponent than the program's has no error by itself, nor has its reader", () => {
  const { program, trace } = subject("mnist_cnn");
  const whole = diff(trace, trace, { program }).layers.filter(({ single }) => single !== undefined);
  const calls = whole.filter(({ op }) => op === "esp.conv2d");
  const changed = calls[1]!.id;
  const layers = trace.layers.map(
    (layer): TraceLayer => (layer.id === changed ? { ...layer, exponent: Number(layer.exponent) - 1 } : layer),
  );
  const found = diff(trace, { ...trace, layers }, { program });
  const left = found.layers.filter(({ single }) => single !== undefined).map(({ id }) => id);
  const position = program.layers.findIndex(({ id }) => id === changed);
  const readers = program.layers.filter(
    (layer) => layer.kind === "call" && layer.inputs.some((operand) => operand.layer === position),
  );
  const without = [changed, ...readers.map(({ id }) => id)];
  expect(left).toEqual(whole.map(({ id }) => id).filter((id) => !without.includes(id)));
  expect(found.first).toBe(changed);
});

import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { runLayer } from "../../../src/execution/interpreter/run-layer.js";
import type { TensorType } from "../../../src/ir/graph/graph.js";
import { ProgramBuilder } from "./program.js";

const FLOAT4: TensorType = { dtype: "float32", shape: [4] };
const FLOAT2: TensorType = { dtype: "float32", shape: [2] };

function floats(...values: number[]): Tensor {
  return new Tensor("float32", [values.length], Float32Array.from(values));
}

/** relu(x · 2), cut in two halves, the second added to the first. */
function program() {
  const builder = new ProgramBuilder();
  const x = builder.input("x", FLOAT4);
  const two = builder.param("p0", Tensor.scalar("float32", 2));
  const scaled = builder.call("scaled", "multiply", [x, two], [FLOAT4]);
  const positive = builder.call("positive", "nn.relu", [scaled], [FLOAT4]);
  const halves = builder.call("halves", "split", [positive], [FLOAT2, FLOAT2], { indices_or_sections: [2], axis: 0 });
  const sum = builder.call("sum", "add", [halves, { ...halves, output: 1 }], [FLOAT2]);
  return builder.build([sum]);
}

const feeds = new Map([["x", floats(1, -2, 3, 4)]]);

describe("interpret", () => {
  test("runs layer by layer and keeps every tensor in order", () => {
    const seen: string[] = [];
    const trace = interpret(program(), feeds, { model: "m", onLayer: (layer) => seen.push(layer.id) });
    expect(seen).toEqual(["x", "p0", "scaled", "positive", "halves", "sum"]);
    expect(trace.model).toBe("m");
    expect(trace.layers.map(({ id, op, index }) => [id, op, index])).toEqual([
      ["x", "input", 0],
      ["p0", "param", 1],
      ["scaled", "multiply", 2],
      ["positive", "nn.relu", 3],
      ["halves", "split", 4],
      ["halves:1", "split", 4],
      ["sum", "add", 5],
    ]);
    expect(trace.layers.at(-1)?.tensor.toNumbers()).toEqual([8, 8]);
    expect(trace.layers[5].tensor.toNumbers()).toEqual([6, 8]);
  });

  test("keeps only the outputs on request", () => {
    const trace = interpret(program(), feeds, { keep: "outputs" });
    expect(trace.layers.map(({ id }) => id)).toEqual(["sum"]);
    expect(trace.layers[0].tensor.toNumbers()).toEqual([8, 8]);
  });

  test("refuses feeds that are missing, unknown, or of another type", () => {
    expect(() => interpret(program(), new Map())).toThrow(
      new UserError("input x: has no tensor; the model's inputs are x"),
    );
    expect(() => interpret(program(), new Map([...feeds, ["y", floats(1)]]))).toThrow(
      /^input y: the model has no such input/,
    );
    expect(() => interpret(program(), new Map([["x", floats(1, 2)]]))).toThrow(
      /^input x: must be float32 \[4\], got float32 \[2\]/,
    );
    const wrongType = new Tensor("int8", [4], new Int8Array(4));
    expect(() => interpret(program(), new Map([["x", wrongType]]))).toThrow(/must be float32 \[4\], got int8 \[4\]/);
  });

  test("names the layer that a kernel refuses or that has no kernel", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", FLOAT4);
    const y = builder.call("strange", "nn.unheard_of", [x], [FLOAT4]);
    expect(() => interpret(builder.build([y]), feeds)).toThrow(
      /^layer 1 strange \(nn.unheard_of\): has no reference kernel/,
    );
    const other = new ProgramBuilder();
    const image = other.input("x", { dtype: "float32", shape: [1, 1, 2, 2] });
    const cubic = other.call("cubic", "image.resize2d", [image], [{ dtype: "float32", shape: [1, 1, 4, 4] }], {
      method: "cubic",
    });
    const pixels = new Map([["x", floats(1, 2, 3, 4).reshape([1, 1, 2, 2])]]);
    expect(() => interpret(other.build([cubic]), pixels)).toThrow(UserError);
    expect(() => interpret(other.build([cubic]), pixels)).toThrow(/^layer 1 cubic \(image.resize2d\): .*got cubic/);
  });
});

describe("runLayer", () => {
  test("runs one call on tensors of the caller's", () => {
    const [sum] = runLayer(program(), 5, [floats(10, 20), floats(1, 2)]);
    expect(sum.toNumbers()).toEqual([11, 22]);
    const [first, second] = runLayer(program(), 4, [floats(1, 2, 3, 4)]);
    expect([first.toNumbers(), second.toNumbers()]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("refuses what does not fit the layer", () => {
    expect(() => runLayer(program(), 0, [])).toThrow(/^layer 0: is of kind input/);
    expect(() => runLayer(program(), 99, [])).toThrow(/^layer 99: is not in the program/);
    expect(() => runLayer(program(), 5, [floats(1, 2)])).toThrow(/^layer 5 sum \(add\): takes 2 inputs, got 1/);
    expect(() => runLayer(program(), 5, [floats(1, 2), floats(1)])).toThrow(
      /input 1 must be float32 \[2\], got float32 \[1\]/,
    );
  });
});

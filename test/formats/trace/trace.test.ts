import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { readTrace } from "../../../src/formats/trace/read.js";
import { RunTrace } from "../../../src/formats/trace/run-trace.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { writeTrace } from "../../../src/formats/trace/write.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trace-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const int8 = (...values: number[]): Tensor => new Tensor("int8", [values.length], Int8Array.from(values));

function trace(): Trace {
  return {
    runner: "a runner",
    model: "a model",
    layers: [
      { index: 0, name: "in/put:0", id: "in/put:0", op: "input", onnx: [], tensor: int8(1, -2) },
      { index: 1, name: "split", id: "split", op: "split", onnx: ["Split_1"], exponent: -5, tensor: int8(1) },
      { index: 1, name: "split", id: "split:1", op: "split", onnx: ["Split_1"], exponent: [-5], tensor: int8(-2) },
      {
        index: 2,
        name: "reshape_nop",
        id: "reshape_nop@2",
        op: "reshape",
        onnx: [],
        tensor: Tensor.scalar("int64", 2n ** 40n),
      },
    ],
  };
}

describe("a trace on disk", () => {
  test("is written as documented and read back the same", () => {
    const dir = join(root, "t");
    writeTrace(dir, trace(), { nodes: [] });
    expect(readdirSync(dir).sort()).toEqual(["tensors", "trace.json", "tvmdbg_graph_dump.json"]);
    expect(readdirSync(join(dir, "tensors")).sort()).toEqual([
      "0000_in_put_0.npy",
      "0001_split.1.npy",
      "0001_split.npy",
      "0002_reshape_nop.npy",
    ]);
    const manifest = JSON.parse(readFileSync(join(dir, "trace.json"), "utf8"));
    expect(manifest).toMatchObject({ format: "espdl-lab-trace", version: 1, runner: "a runner", model: "a model" });
    expect(manifest.layers[1]).toEqual({
      index: 1,
      name: "split",
      id: "split",
      op: "split",
      onnx: ["Split_1"],
      exponent: -5,
      dtype: "int8",
      shape: [1],
      file: "tensors/0001_split.npy",
    });
    expect(readTrace(dir)).toEqual(trace());
    expect(readdirSync(root)).toEqual(["t"]);
  });

  test("is looked into by name, id or index, and says what the outputs are", () => {
    const dir = join(root, "t");
    writeTrace(dir, new RunTrace(trace(), ["reshape_nop@2", "split:1"]));
    const read = readTrace(dir);
    expect(read.outputs.map(({ id }) => id)).toEqual(["reshape_nop@2", "split:1"]);
    expect([read.get("reshape_nop").index, read.get("split:1").exponent, read.get(0).op]).toEqual([2, [-5], "input"]);
    expect(() => read.get("split")).toThrow(
      "layer split: 2 tensors share the name; ask for one of the ids split, split:1",
    );
    expect(() => read.get("splitt")).toThrow("layer splitt: there is no such layer; did you mean split, split:1?");
    expect(() => read.get(7)).toThrow("layer 7: the trace's layers are 0 to 2; name one of them");
    writeTrace(dir, trace());
    expect(() => readTrace(dir).outputs).toThrow("does not say which layers are the model's outputs");
  });

  test("replaces an older trace and an empty folder, and nothing else", () => {
    const dir = join(root, "t");
    mkdirSync(dir);
    writeTrace(dir, trace());
    writeTrace(dir, { ...trace(), model: "newer" });
    expect(readTrace(dir).model).toBe("newer");
    for (const file of ["notes.txt", "tensors/notes.txt"]) {
      writeFileSync(join(dir, file), "mine");
      expect(() => writeTrace(dir, trace())).toThrow(/is not an earlier trace \(it holds notes.txt\)/);
      expect(existsSync(join(dir, file))).toBe(true);
      rmSync(join(dir, file));
    }
    writeFileSync(join(root, "file"), "mine");
    expect(() => writeTrace(join(root, "file"), trace())).toThrow(UserError);
  });

  test("is never put in the place of somebody else's trace.json or tensors", () => {
    const dir = join(root, "chrome");
    mkdirSync(dir);
    writeFileSync(join(dir, "trace.json"), '{"traceEvents":[1,2,3]}');
    expect(() => writeTrace(dir, trace())).toThrow(/is not an earlier trace \(it holds trace.json\)/);
    const mine = join(root, "mine");
    mkdirSync(join(mine, "tensors"), { recursive: true });
    writeFileSync(join(mine, "tensors/0000_mine.npy"), "precious");
    expect(() => writeTrace(mine, trace())).toThrow(/it holds 0000_mine.npy/);
    writeTrace(join(root, "t"), trace());
    writeFileSync(join(root, "t/tensors/0000_mine.npy"), "precious");
    expect(() => writeTrace(join(root, "t"), trace())).toThrow(/it holds 0000_mine.npy/);
    expect(readFileSync(join(mine, "tensors/0000_mine.npy"), "utf8")).toBe("precious");
  });

  test("leaves nothing behind when it cannot be written", () => {
    const broken = { ...trace(), layers: [{ ...trace().layers[0], tensor: null as unknown as Tensor }] };
    expect(() => writeTrace(join(root, "t"), broken)).toThrow(UserError);
    expect(readdirSync(root)).toEqual([]);
  });
});

describe("readTrace refuses", () => {
  const change = (
    edit: (manifest: { layers: Record<string, unknown>[] } & Record<string, unknown>) => void,
  ): string => {
    const dir = join(root, "t");
    writeTrace(dir, trace());
    const path = join(dir, "trace.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    edit(manifest);
    writeFileSync(path, JSON.stringify(manifest));
    return dir;
  };

  test.each([
    [
      "another format",
      (m) => (m.format = "tvm"),
      /trace.json: format must be "espdl-lab-trace", got "tvm"; name a folder/,
    ],
    ["another version", (m) => (m.version = 2), /version must be 1, got 2/],
    ["layers that are no list", (m) => (m.layers = {} as never), /layers must be Array, got Object/],
    ["a layer that is no object", (m) => (m.layers[0] = 7 as never), /layers.0 must be Object, got 7/],
    ["an id that repeats", (m) => (m.layers[1].id = "split:1"), /layer 2: id split:1 repeats/],
    ["a file outside the folder", (m) => (m.layers[0].file = "tensors/../../x.npy"), /layers.0.file must be /],
    ["an absolute file", (m) => (m.layers[0].file = "/etc/passwd"), /layers.0.file must be /],
    ["a missing file", (m) => (m.layers[0].file = "tensors/0009_x.npy"), /cannot be read \(ENOENT\)/],
    ["another dtype", (m) => (m.layers[0].dtype = "int16"), /must be int16 \[2\].*got int8 \[2\]/],
    ["another shape", (m) => (m.layers[0].shape = [1, 2]), /must be int8 \[1, 2\].*got int8 \[2\]/],
    [
      "an exponent that is no number",
      (m) => (m.layers[1].exponent = "-5"),
      /layers.1.exponent must be \(number \| Array\), got "-5"/,
    ],
  ] satisfies [
    string,
    (manifest: { layers: Record<string, unknown>[] } & Record<string, unknown>) => unknown,
    RegExp,
  ][])("%s", (_, edit, message) => {
    const dir = change(edit);
    expect(() => readTrace(dir)).toThrow(UserError);
    expect(() => readTrace(dir)).toThrow(message);
  });

  test("a folder without trace.json, and one that is not JSON", () => {
    expect(() => readTrace(root)).toThrow(/trace.json: cannot be read \(ENOENT\)/);
    writeFileSync(join(root, "trace.json"), "{");
    expect(() => readTrace(root)).toThrow(/is not JSON/);
  });
});

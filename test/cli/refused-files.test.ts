import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { formatNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { smallGraph, smallModel } from "../formats/onnx/small-model.js";
import { goldenCase } from "../golden/cases.js";
import { build, floatDraft, quantizedDraft, ramp } from "./qlinear-model.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const SHAPE = [1, 2, 6, 6];
const image = () => formatNpy(ramp("float32", SHAPE, 0.1));

const debug = (model: string, data: string, ...more: string[]) =>
  refused(files.path(), "debug", "--target_chip", "esp32s3", "--model_path", model, "--img_path", data, ...more);
const quantize = (model: string, data: string, output = files.path("out.onnx")) =>
  refused(files.path(), ...["quantize", "--input_model", model, "--output_model", output, "--calibrate_dataset", data]);
const preprocess = (input: string, output = files.path("out.onnx"), ...more: string[]) =>
  refused(files.path(), "preprocess", "--input", input, "--output", output, ...more);

beforeAll(() => {
  files.write("int8.onnx", serializeModel(build(quantizedDraft())));
  files.write("float.onnx", serializeModel(build(floatDraft())));
  files.write("image.npy", image());
  files.write("set.npy", formatNpy(ramp("float32", [3, ...SHAPE.slice(1)], 0.1)));
  mkdirSync(files.path("folder"));
});

/** The bytes of `image()` with another element type in the header. */
function withDescr(descr: string): Uint8Array {
  return Buffer.from(Buffer.from(image()).toString("latin1").replace("<f4", descr), "latin1");
}

describe("model files that debug, quantize and preprocess refuse", () => {
  const FLOAT = { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 2 }] } } };
  const control = (opType: string) => ({
    node: [{ name: "branch", opType, input: ["x", "w"], output: ["y"], attribute: [{ name: "then_branch", type: 5 }] }],
  });
  test.each<[string, () => Uint8Array | string, RegExp]>([
    ["an If with its subgraph", () => smallModel({ graph: smallGraph(control("If")) }), /branch: .*type graph \(5\)/],
    [
      "a Loop with its subgraph",
      () => smallModel({ graph: smallGraph(control("Loop")) }),
      /branch: .*without control flow/,
    ],
    [
      "a function that calls itself",
      () => {
        const call = { opType: "again", domain: "f", input: ["x"], output: ["y"] };
        const again = { name: "again", domain: "f", input: ["x"], output: ["y"], node: [call] };
        return smallModel({ functions: [again], graph: smallGraph({ node: [call] }) });
      },
      /function "again" is called without end/,
    ],
    [
      "a bfloat16 input",
      () =>
        smallModel({
          graph: smallGraph({ input: [{ name: "x", type: { tensorType: { ...FLOAT.tensorType, elemType: 16 } } }] }),
        }),
      /input "x": data type bfloat16/,
    ],
    [
      "a cycle",
      () =>
        smallModel({
          graph: smallGraph({
            node: [
              { name: "a", opType: "Add", input: ["x", "z"], output: ["y"] },
              { name: "b", opType: "Relu", input: ["y"], output: ["z"] },
            ],
          }),
        }),
      /form a cycle/,
    ],
    ["an empty file", () => new Uint8Array(), /file is empty/],
    ["half of a file", () => smallModel().slice(0, 40), /cut short/],
    ["text", () => "not a model\n", /not an ONNX model/],
    ["a .npy file", image, /it is a \.npy file/],
  ])("%s", async (_, content, expected) => {
    const path = files.write("bad.onnx", content());
    expect(await debug(path, files.path("image.npy"))).toMatch(expected);
    expect(await quantize(path, files.path("set.npy"))).toMatch(expected);
    expect(await preprocess(path)).toMatch(expected);
  });

  test("a path that does not exist, a folder, a broken link", async () => {
    symlinkSync(files.path("nowhere"), files.path("link.onnx"));
    for (const [path, expected] of [
      ["missing.onnx", /ENOENT/],
      ["folder", /not a file/],
      ["link.onnx", /ENOENT/],
      ["int8.onnx/inside", /ENOTDIR/],
    ] as const) {
      expect(await debug(files.path(path), files.path("image.npy"))).toMatch(expected);
      expect(await quantize(files.path(path), files.path("set.npy"))).toMatch(expected);
      expect(await preprocess(files.path(path))).toMatch(expected);
    }
  });
});

describe("data that debug refuses", () => {
  test.each<[string, () => Uint8Array | string, RegExp]>([
    [
      "another shape",
      () => formatNpy(Tensor.zeros("float32", [1, 2, 6, 7])),
      /input x: must be float32 \[1, 2, 6, 6\], got float32 \[1, 2, 6, 7\]/,
    ],
    ["channels last", () => formatNpy(Tensor.zeros("float32", [1, 6, 6, 2])), /got float32 \[1, 6, 6, 2\]/],
    ["several samples", () => formatNpy(Tensor.zeros("float32", [3, 2, 6, 6])), /got float32 \[3, 2, 6, 6\]/],
    ["a scalar", () => formatNpy(Tensor.scalar("float32", 1)), /got float32 \[\]/],
    ["uint8", () => formatNpy(Tensor.zeros("uint8", SHAPE)), /got uint8/],
    ["int8 for a float input", () => formatNpy(Tensor.zeros("int8", SHAPE)), /got int8/],
    ["big endian", () => withDescr(">f4"), /big-endian float32, expected little-endian/],
    ["complex numbers", () => withDescr("<c8"), /dtype "<c8" is not supported/],
    ["objects", () => withDescr("|O8"), /dtype "\|O8" is not supported/],
    ["too few bytes", () => image().slice(0, -4), /284 bytes of elements, expected 288/],
    ["too many bytes", () => Buffer.concat([image(), Buffer.alloc(4)]), /292 bytes of elements, expected 288/],
    ["only half a header", () => image().slice(0, 30), /cut short/],
    ["nothing", () => "", /not a \.npy file/],
    ["text", () => "1 2 3\n", /not a \.npy file/],
  ])("%s", async (_, content, expected) => {
    expect(await debug(files.path("int8.onnx"), files.write("bad.npy", content()))).toMatch(expected);
  });

  test("NaN and infinity", async () => {
    for (const value of [Number.NaN, Infinity]) {
      const data = ramp("float32", SHAPE);
      data.data[5] = value;
      expect(await debug(files.path("int8.onnx"), files.write("bad.npy", formatNpy(data)))).toMatch(
        /input x: .*finite, got (NaN|Infinity)/,
      );
    }
  });

  test("a .npz without the input, with another shape, cut, and a .npy named .npz", async () => {
    const other = formatNpz(new Map([["y", ramp("float32", SHAPE)]]));
    expect(await debug(files.path("int8.onnx"), files.write("bad.npz", other))).toMatch(/no array named x/);
    const narrow = formatNpz(new Map([["x", ramp("float32", [1, 2, 6, 5])]]));
    expect(await debug(files.path("int8.onnx"), files.write("bad.npz", narrow))).toMatch(/\[1, 2, 6, 5\]/);
    expect(await debug(files.path("int8.onnx"), files.write("bad.npz", narrow.slice(0, 100)))).toMatch(/bad\.npz/);
    expect(await debug(files.path("int8.onnx"), files.write("bad.npz", image()))).toMatch(/bad\.npz/);
  });

  test("one .npy for a model with two inputs", async () => {
    const golden = goldenCase("mz_two_in_add");
    expect(await debug(golden.path("quant.onnx"), golden.path("input.npy"), "--dump_root", files.path("d"))).toMatch(
      /the model has 2 inputs .*give a \.npz keyed by input name/,
    );
  });

  test("a path that does not exist, or a folder", async () => {
    expect(await debug(files.path("int8.onnx"), files.path("missing.npy"))).toMatch(/missing\.npy: .*ENOENT/);
    expect(await debug(files.path("int8.onnx"), files.path("folder"))).toMatch(/folder: /);
  });
});

describe("data that quantize refuses", () => {
  const set = (dtype: "float32", shape: readonly number[]) => formatNpy(ramp(dtype, shape, 0.1));
  test.each<[string, () => Uint8Array | string, RegExp]>([
    ["no samples", () => set("float32", [0, 2, 6, 6]), /empty/],
    ["another shape", () => set("float32", [3, 2, 6, 5]), /shape must be \[1, 2, 6, 6\], got \[1, 2, 6, 5\]/],
    ["one sample without its axis", () => set("float32", [2, 6, 6]), /shape must be/],
    ["a scalar", () => formatNpy(Tensor.scalar("float32", 1)), /expected an array of samples/],
    ["too few bytes", () => set("float32", [3, 2, 6, 6]).slice(0, -1), /bytes of elements, expected/],
    [
      "NaN",
      () => formatNpy(new Tensor("float32", [1, 2, 6, 6], new Float32Array(72).fill(Number.NaN))),
      /finite, got NaN/,
    ],
    ["text", () => "1 2 3\n", /not a \.npy file/],
  ])("%s", async (_, content, expected) => {
    expect(await quantize(files.path("float.onnx"), files.write("bad.npy", content()))).toMatch(expected);
  });

  test("inputs of different lengths, an input missing", async () => {
    const golden = goldenCase("mz_two_in_add");
    const [a, b] = golden.options.inputs!;
    const shapes = [
      [2, 4],
      [3, 4],
    ];
    const uneven = formatNpz(
      new Map([
        [a!, ramp("float32", shapes[0]!)],
        [b!, ramp("float32", shapes[1]!)],
      ]),
    );
    const model = golden.path("preprocessed.onnx");
    expect(await quantize(model, files.write("bad.npz", uneven))).toMatch(/same number of samples/);
    const one = formatNpz(new Map([[a!, ramp("float32", [2, 4])]]));
    expect(await quantize(model, files.write("bad.npz", one))).toMatch(/no array named/);
  });

  test("a path that does not exist, or a folder", async () => {
    expect(await quantize(files.path("float.onnx"), files.path("missing.npy"))).toMatch(/ENOENT/);
    expect(await quantize(files.path("float.onnx"), files.path("folder"))).toMatch(
      /folder\/dataset\.json: cannot be read \(ENOENT\); write it as \{"kind": "images"/,
    );
  });
});

describe("outputs that cannot be written", () => {
  const inside = () => files.path("image.npy", "out");

  test("a folder that does not exist, a folder in a file, a folder itself", async () => {
    for (const [output, expected] of [
      [files.path("nowhere", "out.onnx"), /nowhere.*ENOENT/],
      [inside(), /ENOTDIR/],
      [files.path("folder"), /is a folder/],
    ] as const) {
      expect(await preprocess(files.path("float.onnx"), output)).toMatch(expected);
      expect(await quantize(files.path("float.onnx"), files.path("set.npy"), output)).toMatch(expected);
    }
    const [model, data] = [files.path("int8.onnx"), files.path("image.npy")];
    expect(await debug(model, data, "--dump_root", inside())).toMatch(/cannot be written/);
    expect(await debug(model, data, "--dump_root", files.path("image.npy"))).toMatch(/is not an earlier trace/);
    expect(await debug(model, data, "--dump_root", files.path())).toMatch(/is not an earlier trace/);
  });

  test("the output is one of the inputs, by its name or by a link", async () => {
    const model = files.path("float.onnx");
    const before = readFileSync(model);
    symlinkSync(model, files.path("same.onnx"));
    expect(await preprocess(model, model)).toMatch(/--output: .*is the input/);
    expect(await preprocess(model, files.path("folder", "..", "float.onnx"))).toMatch(/is the input/);
    expect(await preprocess(model, files.path("same.onnx"))).toMatch(/is the input/);
    expect(await quantize(model, files.path("set.npy"), model)).toMatch(/--output_model: .*is the input/);
    expect(await quantize(model, files.path("set.npy"), files.path("set.npy"))).toMatch(/is the input/);
    expect(readFileSync(model).equals(before)).toBe(true);
  });

  test("an unwritable output is told before the work starts", async () => {
    expect(await preprocess(files.write("bad.onnx", "not a model"), files.path("nowhere", "out.onnx"))).toMatch(
      /ENOENT/,
    );
  });

  test("steps that leave nothing to do, and a dimension that the model does not have", async () => {
    const skips = ["--skip_symbolic_shape", "--skip_optimization", "--skip_onnx_shape"];
    expect(await preprocess(files.path("float.onnx"), files.path("out.onnx"), ...skips)).toMatch(/all three steps/);
    expect(await preprocess(files.path("float.onnx"), files.path("out.onnx"), "--dim", "N=1")).toMatch(/N/);
  });
});

import { describe, expect, it } from "vitest";
import type { DType } from "../../src/base/tensor/dtype.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { Chip } from "../../src/espdl/chip.js";
import type { Finding } from "../../src/espdl/lint/finding.js";
import { lintEspdl } from "../../src/espdl/lint/lint.js";
import type { EspdlModel, EspdlNode, EspdlTensor } from "../../src/espdl/model.js";
import { tensor } from "../kernels-ref/run.js";
import { handMade, initializer, type Made, node } from "./hand-made.js";

const made = (dtype: DType, exponent: number, dims?: readonly number[]): Made => ({
  dtype,
  exponents: [exponent],
  ...(dims && { dims }),
});

const single = (operator: EspdlNode, x: Made, y: Made, initializers: readonly EspdlTensor[] = []): EspdlModel =>
  handMade({ x }, [operator], { y }, initializers);

/** −60 … 59 over and over. */
const ramp = (dtype: DType, shape: readonly number[], factor = 1): Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    dtype,
    shape,
    Array.from({ length: size }, (_, i) => ((i % 120) - 60) * factor),
  );
};

function found(model: EspdlModel, chip: Chip, x?: Tensor): Finding[] {
  const feeds = x === undefined ? {} : { feeds: new Map([["x", x]]) };
  return lintEspdl(model, { chip, ...feeds }).findings.filter(({ rule }) => rule !== "channel-blocks");
}

const rules = (findings: readonly Finding[]): string[] => findings.map(({ severity, rule }) => `${severity} ${rule}`);

describe("faults of the chips' own kernels", () => {
  const requantize = node("RequantizeLinear", ["x"], ["y"]);

  it("int8 to int16 leaves 8 elements of n mod 16 = 8 unwritten, from more than 50 on", () => {
    const model = (size: number) => single(requantize, made("int8", -4, [size]), made("int16", -7));
    for (const chip of ["esp32s3", "esp32p4"] as const) {
      expect(rules(found(model(72), chip))).toEqual(["error unwritten-tail"]);
      expect(found(model(40), chip)).toEqual([]);
      expect(found(model(80), chip)).toEqual([]);
    }
    expect(found(model(72), "c")).toEqual([]);
  });

  it("a Requantize to the left turns signs: by 7 on the ESP32-S3, by 15 on the ESP32-P4", () => {
    const model = (left: number) => single(requantize, made("int8", 0, [64]), made("int8", -left));
    const x = ramp("int8", [64]);
    // All but the 0 among −60 … 3: what should be 127 is −128, and the reverse.
    expect(found(model(7), "esp32s3", x)).toMatchObject([
      { rule: "left-rescale", severity: "error", measured: { elements: 64, differing: 63, worst: 255 } },
    ]);
    expect(found(model(6), "esp32s3", x)).toEqual([]);
    expect(found(model(14), "esp32p4", x)).toEqual([]);
    expect(rules(found(model(15), "esp32p4", x))).toEqual(["error left-rescale"]);
    expect(rules(found(model(9), "esp32s3", x))).toEqual(["error left-rescale"]);
  });

  it("nearest Resize of fewer than 16 channels, but 2 × 2", () => {
    const model = (factor: number, channels: number) =>
      single(
        node("Resize", ["x", "", "s"], ["y"], { mode: "nearest" }),
        made("int8", -5, [1, 3, 3, channels]),
        made("int8", -5),
        [initializer("s", tensor("float32", [4], [1, 1, factor, factor]), [0])],
      );
    expect(rules(found(model(3, 5), "esp32s3"))).toEqual(["error resize-garbage"]);
    expect(rules(found(model(3, 15), "esp32p4"))).toEqual(["error resize-garbage"]);
    for (const clean of [model(2, 5), model(3, 16)]) expect(found(clean, "esp32p4")).toEqual([]);
  });

  const conv = (shift: number, dtype: "int8" | "int16" = "int8"): EspdlModel =>
    single(
      node("Conv", ["x", "w"], ["y"], { kernel_shape: [1, 1] }),
      made(dtype, -5, [1, 2, 2, 4]),
      made(dtype, shift - 10),
      [initializer("w", ramp(dtype, [1, 1, 4, 16]), [-5])],
    );

  it("negative shifts reset the ESP32-S3 and give about 0 elsewhere", () => {
    expect(found(conv(-1), "esp32s3")).toMatchObject([
      { rule: "negative-shift", severity: "error", reason: expect.stringContaining("reads address 0 and resets") },
    ]);
    for (const [model, chip] of [
      [conv(-1, "int16"), "esp32s3"],
      [conv(-2), "esp32p4"],
    ] as const)
      expect(found(model, chip, ramp(model.graph.inputs[0]!.dtype!, [1, 2, 2, 4]))).toMatchObject([
        { rule: "negative-shift", measured: { elements: 64 }, reason: expect.stringContaining("about 0") },
      ]);
    expect(found(conv(-1), "c")).toEqual([]);
  });

  it("wide shifts: 33 on the ESP32-S3, where 32 is right; on the ESP32-P4 not pinned", () => {
    const x = ramp("int8", [1, 2, 2, 4]);
    expect(found(conv(32), "esp32s3", x)).toEqual([]);
    expect(found(conv(39), "esp32s3", x)).toMatchObject([
      { rule: "wide-shift", reason: expect.stringContaining("lanes shift by 7"), measured: { elements: 64 } },
    ]);
    expect(found(conv(39), "esp32p4", x)).toMatchObject([
      { rule: "wide-shift", reason: expect.stringContaining("not pinned (option shiftMask)") },
    ]);
  });

  it("average pools of the ESP32-P4: the address, and exact ties", () => {
    const pool = (h: number, w: number, c: number) =>
      single(node("GlobalAveragePool", ["x"], ["y"]), made("int8", -5, [1, h, w, c]), made("int8", -5));
    expect(rules(found(pool(2, 2, 16), "esp32p4"))).toEqual(["warning pool-address"]);
    expect(found(pool(2, 2, 16), "esp32s3")).toEqual([]);
    // 24 · 5 elements that sum to 60 · k: k / 2, a tie for an odd k; float32 1 / 120 misses some.
    const ties = Array.from({ length: 120 * 8 }, (_, i) => {
      const [position, channel] = [Math.floor(i / 8), i % 8];
      return position < 60 ? 2 * channel + 1 : 0;
    });
    expect(found(pool(24, 5, 8), "esp32p4", tensor("int8", [1, 24, 5, 8], ties))).toMatchObject([
      { rule: "pool-tie", severity: "warning", measured: { elements: 8, worst: 1 } },
    ]);
  });
});

describe("what files say", () => {
  it("a declared dtype or size that is not the computed one is an error, and nothing huge is run", () => {
    const relu = node("Relu", ["x"], ["y"]);
    const declared = (y: Made) => single(relu, made("int8", -5, [1, 4]), y);
    expect(rules(found(declared(made("int8", -5, [1, 4])), "c"))).toEqual([]);
    expect(found(declared(made("int8", -5, [1, 5])), "c", ramp("int8", [1, 4]))).toMatchObject([
      {
        rule: "declared-type",
        severity: "error",
        node: "relu",
        reason: expect.stringContaining("[1, 5], it computes [1, 4]"),
      },
    ]);
    expect(rules(found(declared(made("int16", -5, [1, 4])), "c"))).toEqual(["error declared-type"]);
  });

  it("scales that differ by less than 1e-5 are still a factor apart", () => {
    const model = handMade(
      { a: made("int16", -17, [1, 4]), b: made("int16", -18, [1, 4]) },
      [node("Add", ["a", "b"], ["y"])],
      { y: made("int16", -17) },
    );
    const feeds = new Map([
      ["a", ramp("int16", [1, 4])],
      ["b", ramp("int16", [1, 4])],
    ]);
    expect(lintEspdl(model, { chip: "c", feeds }).findings).toMatchObject([
      { rule: "requantize-left-out", severity: "error", measured: { elements: 4, differing: 4, worst: 30 } },
    ]);
  });

  it("attributes, quant types and layouts that are not known are flagged or refused", () => {
    const relu = (attributes: Record<string, string | number>) =>
      single(node("Relu", ["x"], ["y"], attributes), made("int8", -5, [1, 4]), made("int8", -5));
    expect(found(relu({ leak: 3 }), "c")).toMatchObject([
      { rule: "unknown-attribute", severity: "warning", reason: expect.stringContaining('"leak"') },
    ]);
    expect(found(relu({ quant_type: "S4" }), "c")).toMatchObject([
      {
        rule: "refused",
        severity: "error",
        reason: expect.stringContaining('quant_type must be one of S8, S16, W8A16, F32, got "S4"'),
      },
    ]);
    const matmul = single(
      node("MatMul", ["x", "x"], ["y"], { input1_layout: "native_nk" }),
      made("int8", -5, [4, 4]),
      made("int8", -5),
    );
    expect(found(matmul, "c")).toMatchObject([
      { rule: "refused", reason: expect.stringContaining("input1_layout must be packed or native_kn, got native_nk") },
    ]);
    const packed = { ...initializer("k", ramp("int8", [1, 4])), layout: "layout ==> (N/4)HWC4" };
    const add = single(node("Add", ["x", "k"], ["y"]), made("int8", -5, [1, 4]), made("int8", -5), [packed]);
    expect(found(add, "c")).toMatchObject([{ rule: "refused", reason: expect.stringContaining("must be in C order") }]);
  });

  it("a negative Gather index, a cache too short for a reader, a bias that was cut off", () => {
    const gather = single(node("Gather", ["x", "i"], ["y"], { axis: 1 }), made("int8", -5, [2, 4]), made("int8", -5), [
      initializer("i", tensor("int64", [1], [-1n]), [0]),
    ]);
    expect(rules(found(gather, "c"))).toEqual(["error gather-negative"]);
    const stream = handMade(
      { x: made("int8", -5, [1, 4, 4]) },
      [
        node("StreamingCache", ["x"], ["c"], { window_size: 3, frame_axis: 1 }),
        node("Conv", ["c", "w"], ["y"], { kernel_shape: [5] }),
      ],
      { c: made("int8", -5), y: made("int8", -5) },
      [initializer("w", ramp("int8", [5, 4, 4]), [-5])],
    );
    expect(rules(found(stream, "c"))).toEqual(["error streaming-window"]);
    const bias = single(
      node("Conv", ["x", "w", "b"], ["y"], { kernel_shape: [1, 1] }),
      made("int8", -5, [1, 2, 2, 4]),
      made("int8", -2),
      [initializer("w", ramp("int8", [1, 1, 4, 2]), [-5]), initializer("b", tensor("int32", [2], [7, 524287]), [-10])],
    );
    // Meant: 600 · 2^10 = 614400 for 524287; 90113 / 2^8 are 352 steps.
    const floats = new Map([["b", tensor("float32", [2], [0, 600])]]);
    const report = lintEspdl(bias, { chip: "esp32s3", floats });
    expect(report.findings.filter(({ rule }) => rule === "clipped-bias")).toMatchObject([
      { severity: "error", measured: { elements: 8, differing: 4, worst: 352 } },
    ]);
    expect(rules(found(bias, "esp32s3"))).toContain("warning clipped-bias");
  });

  it("channels that are no multiple of a block are advised, small ones left as they are", () => {
    const model = (channels: number) =>
      single(
        node("Conv", ["x", "w"], ["y"], { kernel_shape: [1, 1] }),
        made("int8", -5, [1, 2, 2, channels]),
        made("int8", -2),
        [initializer("w", ramp("int8", [1, 1, channels, channels]), [-5])],
      );
    const notes = (channels: number, chip: Chip) =>
      lintEspdl(model(channels), { chip }).findings.filter(({ rule }) => rule === "channel-blocks");
    expect(notes(24, "esp32s3")).toMatchObject([{ severity: "note", node: "conv" }]);
    for (const [channels, chip] of [
      [32, "esp32s3"],
      [5, "esp32p4"],
      [24, "c"],
    ] as const)
      expect(notes(channels, chip)).toEqual([]);
  });
});

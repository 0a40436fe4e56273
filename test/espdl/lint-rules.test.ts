import { describe, expect, it } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { Chip } from "../../src/espdl/chip.js";
import type { Finding } from "../../src/espdl/lint/finding.js";
import { lintEspdl } from "../../src/espdl/lint/lint.js";
import { RULES } from "../../src/espdl/lint/rules/table.js";
import type { EspdlModel, EspdlNode, EspdlTensor } from "../../src/espdl/model.js";
import { readEspdl } from "../../src/espdl/read.js";
import { espdlCase } from "../golden/espdl-cases.js";
import { handMade, initializer, type Made, node } from "./hand-made.js";

const int8 = (shape: readonly number[], values: readonly number[]): Tensor =>
  new Tensor("int8", shape, Int8Array.from(values));

const ramp = (shape: readonly number[], step = 1): Tensor => {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return int8(
    shape,
    Array.from({ length: size }, (_, i) => ((i * step + 60) % 120) - 60),
  );
};

function findings(
  model: EspdlModel,
  chip: Chip = "esp32s3",
  feeds?: Readonly<Record<string, Tensor>>,
): readonly Finding[] {
  return lintEspdl(model, { chip, ...(feeds && { feeds: new Map(Object.entries(feeds)) }) }).findings;
}

const golden = (name: string): EspdlModel => readEspdl(espdlCase(name).model());

/** A model of one operator whose first input is `x`. */
function single(operator: EspdlNode, x: Made, y: Made, initializers: readonly EspdlTensor[] = []): EspdlModel {
  return handMade({ x }, [operator], { y }, initializers);
}

const image: Made = { dtype: "int8", dims: [1, 4, 4, 4], exponents: [-5] };
const weight = (dims: readonly number[], exponent: number, value = 1): EspdlTensor => {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return initializer("w", int8(dims, new Array<number>(size).fill(value)), [exponent]);
};
const bias = (values: readonly number[]): EspdlTensor =>
  initializer("b", new Tensor("int32", [values.length], Int32Array.from(values)), [-10]);

describe("lint finds", () => {
  it("Concat of scales that disagree, and counts the elements", () => {
    const a = int8([1, 4], [8, 4, -8, 100]);
    const b = int8([1, 4], [1, 2, 3, 4]);
    const model = handMade(
      { a: { dtype: "int8", dims: [1, 4], exponents: [-5] }, b: { dtype: "int8", dims: [1, 4], exponents: [-3] } },
      [node("Concat", ["a", "b"], ["y"], { axis: 1 })],
      { y: { dtype: "int8", exponents: [-3] } },
    );
    // a should be a / 4: 2, 1, −2, 25.
    expect(findings(model, "c", { a, b })).toEqual([
      {
        rule: "raw-copy",
        severity: "error",
        node: "concat",
        op: "Concat",
        reason: expect.stringContaining(
          "copies the integers as they are; the scales of the inputs are 2^-5, 2^-3, that of the output is 2^-3",
        ),
        measured: { elements: 8, differing: 4, worst: 75 },
        remedy: expect.any(String),
      },
    ]);
  });

  it("Add of scales that disagree; nothing to see on zeros is a warning, no input an error", () => {
    const value: Made = { dtype: "int8", dims: [1, 2], exponents: [-5] };
    const model = handMade({ a: value, b: value }, [node("Add", ["a", "b"], ["y"])], {
      y: { dtype: "int8", exponents: [-4] },
    });
    const [found] = findings(model, "c", { a: int8([1, 2], [10, 20]), b: int8([1, 2], [2, 100]) });
    // Meant: 12 / 2 and 120 / 2.
    expect(found).toMatchObject({
      rule: "raw-sum",
      severity: "error",
      measured: { elements: 2, differing: 2, worst: 60 },
    });
    const zeros = { a: int8([1, 2], [0, 0]), b: int8([1, 2], [0, 0]) };
    expect(findings(model, "c", zeros)).toMatchObject([{ rule: "raw-sum", severity: "warning" }]);
    const [unmeasured] = findings(model, "c");
    expect(unmeasured).toMatchObject({ rule: "raw-sum", severity: "error" });
    expect(unmeasured).not.toHaveProperty("measured");
  });

  it("a graph input that feeds several operators in two scales", () => {
    const model = golden("ppq_concat_diff_exp_esp32s3_s8");
    expect(findings(model)).toMatchObject([
      {
        rule: "shared-input",
        severity: "error",
        node: "/Concat",
        measured: { elements: 720, differing: 144, worst: 60 },
      },
    ]);
    expect(findings(golden("ppq_input_skip_add_esp32p4_s8"), "esp32p4")).toMatchObject([
      { rule: "shared-input", node: "/Add", op: "Add", measured: { elements: 288, differing: 278 } },
    ]);
  });

  it("20-bit lanes that saturate on the ESP32-S3, and no other chip", () => {
    const model = golden("ppq_conv_sat20_s3_esp32s3_s8");
    // 17 channels: advice, see `channel-blocks`.
    const [found, ...others] = findings(model).filter(({ rule }) => rule !== "channel-blocks");
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      rule: "lane-overflow",
      severity: "error",
      measured: { elements: 153, differing: 144, worst: 128 },
    });
    for (const chip of ["esp32p4", "c"] as const)
      expect(findings(model, chip).filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  it("how far sums may reach: the bound is met by the worst data", () => {
    // 16 channels of 400 taps: 400 · 128 · 127 from data of −128.
    const x: Made = { dtype: "int8", dims: [1, 1, 1, 400], exponents: [-5] };
    const conv = node("Conv", ["x", "w"], ["y"], { kernel_shape: [1, 1] });
    const model = single(conv, x, { dtype: "int8", exponents: [3] }, [weight([1, 1, 400, 16], -7, -127)]);
    const worst = { x: int8([1, 1, 1, 400], new Array<number>(400).fill(-128)) };
    const mild = { x: int8([1, 1, 1, 400], new Array<number>(400).fill(1)) };
    expect(findings(model, "esp32s3", worst)).toMatchObject([
      { rule: "lane-overflow", severity: "error", reason: expect.stringContaining("may reach 6,502,400, 12.4 times") },
    ]);
    expect(findings(model, "esp32s3", mild)).toMatchObject([
      { rule: "lane-overflow", severity: "note", measured: { differing: 0 } },
    ]);
    expect(findings(model, "esp32s3")).toMatchObject([{ rule: "lane-overflow", severity: "warning" }]);
    // 15 channels are all in the 40-bit tail; 32 taps · 128 · 127 fit a lane.
    const tail = single(conv, x, { dtype: "int8", exponents: [3] }, [weight([1, 1, 400, 15], -7, -127)]);
    expect(findings(tail)).toEqual([]);
    const short = single(conv, { ...x, dims: [1, 1, 1, 32] }, { dtype: "int8", exponents: [3] }, [
      weight([1, 1, 32, 16], -7, -127),
    ]);
    expect(findings(short)).toEqual([]);
  });

  it("clipped biases, and those wider than a lane", () => {
    const conv = node("Conv", ["x", "w", "b"], ["y"], { kernel_shape: [1, 1] });
    const rules = (values: readonly number[], chip: Chip) =>
      findings(single(conv, image, { dtype: "int8" }, [weight([1, 1, 4, 2], -5), bias(values)]), chip).map(
        ({ rule, severity, reason }) => [rule, severity, reason],
      );
    const clipped = expect.stringContaining("channels 1 stands at an end of 20 bits");
    expect(rules([0, 2 ** 19 - 1], "esp32s3")).toEqual([["clipped-bias", "warning", clipped]]);
    expect(rules([0, 2 ** 19 - 1], "c")).toEqual([]);
    const wide = expect.stringContaining("channels 0 is wider than 20 bits");
    expect(rules([-(2 ** 20), 5], "esp32s3")).toEqual([["clipped-bias", "error", wide]]);
    expect(rules([2 ** 31 - 1, 5], "c")).toMatchObject([
      ["clipped-bias", "warning", expect.stringContaining("32 bits")],
    ]);
  });

  it("ceil_mode where it changes the shape, and dilations", () => {
    const pool = (attributes: Parameters<typeof node>[3]) =>
      single(node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 2], strides: [2, 2], ...attributes }), odd, {
        dtype: "int8",
      });
    const odd: Made = { ...image, dims: [1, 5, 5, 4] };
    expect(findings(pool({ ceil_mode: 1 }))).toMatchObject([
      {
        rule: "pool-attributes",
        severity: "error",
        reason: "the chip ignores ceil_mode: its output is [1, 2, 2, 4] on the chip, [1, 3, 3, 4] in ONNX",
      },
    ]);
    expect(findings(pool({ ceil_mode: 0, dilations: [1, 1] }))).toEqual([]);
    const even = single(node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }), image, {
      dtype: "int8",
    });
    expect(findings(even)).toEqual([]);
    // A dilation of 2 over 5 with stride 2 has the chip's shape: 2 × 2.
    const dilated = pool({ dilations: [2, 2] });
    const [found] = findings(dilated, "c", { x: ramp([1, 5, 5, 4], 7) });
    expect(found).toMatchObject({
      rule: "pool-attributes",
      reason: "the chip ignores dilations",
      measured: { elements: 16 },
    });
    expect(found!.measured!.differing).toBeGreaterThan(0);
  });

  it("averages at the border of a padded pool that should leave the padding out", () => {
    const pool = (count: Parameters<typeof node>[3]) =>
      single(
        node("AveragePool", ["x"], ["y"], { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], ...count }),
        { ...image, dims: [1, 4, 4, 1] },
        { dtype: "int8" },
      );
    const flat = { x: int8([1, 4, 4, 1], new Array<number>(16).fill(90)) };
    // A corner sums 4 of 9: 40 instead of 90. The 4 inner elements are right.
    for (const missing of [{}, { count_include_pad: 0 }] as Record<string, number>[])
      expect(findings(pool(missing), "c", flat)).toMatchObject([
        { rule: "count-include-pad", severity: "error", measured: { elements: 16, differing: 12, worst: 50 } },
      ]);
    expect(findings(pool({ count_include_pad: 1 }), "c", flat)).toEqual([]);
  });

  it("Resize: int16, and int8 that wraps", () => {
    const resize = node("Resize", ["x", "", "s"], ["y"], { mode: "nearest" });
    const scales = initializer("s", new Tensor("float32", [4], Float32Array.from([1, 1, 2, 2])), []);
    const wide = single(resize, { ...image, dtype: "int16" }, { dtype: "int16" }, [scales]);
    expect(findings(wide)).toMatchObject([{ rule: "resize-int16", severity: "error" }]);
    const model = single(resize, { ...image, dims: [1, 1, 4, 1] }, { dtype: "int8", exponents: [-6] }, [scales]);
    const x = int8([1, 1, 4, 1], [10, 63, 64, -100]);
    // 64 · 2 wraps to −128 instead of 127; −100 · 2 to 56 instead of −128.
    expect(findings(model, "c", { x })).toMatchObject([
      { rule: "resize-wrap", severity: "error", measured: { elements: 4, differing: 2, worst: 255 } },
    ]);
    expect(findings(model, "c", { x: ramp([1, 1, 4, 1]) })).toMatchObject([
      { rule: "resize-wrap", severity: "warning" },
    ]);
  });

  it("convolutions of groups other than 1 and C", () => {
    const conv = (group: number, dims: readonly number[]) =>
      single(node("Conv", ["x", "w"], ["y"], { group, kernel_shape: [1, 1] }), image, { dtype: "int8" }, [
        weight(dims, -5),
      ]);
    expect(findings(conv(2, [1, 1, 2, 4]))).toMatchObject([{ rule: "conv-group", severity: "error", node: "conv" }]);
    expect(findings(conv(4, [1, 1, 4, 1]))).toEqual([]);
    expect(findings(conv(1, [1, 1, 4, 4]))).toEqual([]);
  });

  it("shifts of 32 and more", () => {
    const conv = node("Conv", ["x", "w"], ["y"], { kernel_shape: [1, 1] });
    const model = single(conv, image, { dtype: "int8", exponents: [0] }, [weight([1, 1, 4, 16], -30, 100)]);
    // 35 modulo 32 is 3: sums of 4 · 100 · 60 / 8 saturate where 0 is right.
    expect(findings(model, "esp32p4", { x: ramp([1, 4, 4, 4]) })).toMatchObject([
      {
        rule: "wide-shift",
        severity: "error",
        reason: expect.stringContaining("by 35"),
        measured: { elements: 256, worst: 128 },
      },
    ]);
  });

  it("operators that the runtime does not register, Erf by its use", () => {
    const unknown = (op: string) => findings(single(node(op, ["x"], ["y"]), image, { dtype: "int8" }));
    expect(unknown("NonMaxSuppression")).toMatchObject([{ rule: "unregistered-operator", severity: "error" }]);
    expect(unknown("Erf")).toMatchObject([
      { rule: "erf-gelu", severity: "error", remedy: expect.stringContaining("opset 20") },
    ]);
  });

  it("gamma of another type than the activation", () => {
    const norm = node("LayerNormalization", ["x", "g"], ["y"], { axis: -1 });
    const gamma = initializer("g", new Tensor("int16", [4], Int16Array.from([1, 2, 3, 4])));
    expect(findings(single(norm, image, { dtype: "int8" }, [gamma]))).toMatchObject([
      {
        rule: "layer-norm-dtype",
        severity: "error",
        reason: "gamma or beta is int16, the chip reads it as int8, the activation's type",
      },
    ]);
    expect(findings(golden("ppq_layernorm_c_s8"), "c")).toEqual([]);
  });

  it("weights with an exponent for each channel off the ESP32-P4", () => {
    const model = golden("ppq_mnist_p4_s8");
    expect(findings(model, "esp32s3")[0]).toMatchObject({ rule: "per-channel", severity: "error", node: "/c1/Conv" });
    expect(findings(model, "esp32p4")).toEqual([]);
  });

  it("what else the runtime refuses, in the importer's words", () => {
    const model = single(node("Concat", ["x", "nowhere"], ["y"], { axis: 1 }), image, { dtype: "int8" });
    expect(findings(model)).toMatchObject([{ rule: "refused", severity: "error", node: "concat" }]);
  });

  it("by rules whose names are unique", () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  });
});

import { describe, expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { node } from "../quantization/quantize/tiny-model.js";
import { CONVOLUTION, floatModel, imageModel, noise, WEIGHTS } from "./models.js";
import { checkSchemaErrors } from "./schema.js";

const files = workspace();
const nodes = [CONVOLUTION, node("Relu", ["c"], ["r"]), node("Conv", ["r", "v"], ["y"], { kernel_shape: [1, 1] })];
const plain = floatModel([1, 3, 12, 12], nodes, { ...WEIGHTS, v: noise([4, 8, 1, 1]) });
/** Two operators of a domain that nobody knows how to compute, and a convolution between them. */
const foreign = { ...node("Warp", ["c"], ["u"], {}, "neck/warp"), domain: "" };
const hopeless = floatModel(
  [1, 3, 12, 12],
  [CONVOLUTION, node("NonMaxSuppression", ["c", "c"], ["v"], {}, "head/nms"), foreign],
  WEIGHTS,
);

describe("check", () => {
  test("tells every operator that cannot run, by the names of the file", async () => {
    const report = await check(hopeless);
    expect(report.verdict).toBe("cannot");
    expect(report.chips).toEqual([]);
    const text = report.findings.map(({ node, reason }) => `${node} ${reason}`).join("\n");
    expect(text).toContain("head/nms");
    expect(text).toContain("neck/warp");
    expect(report.findings.every(({ severity, remedy }) => severity === "error" && remedy !== undefined)).toBe(true);
  });

  test("what stays in float, why, and what it costs", async () => {
    const { verdict, findings, cost } = await check(
      floatModel(
        [1, 3, 12, 12],
        [CONVOLUTION, node("Tanh", ["c"], ["t"], {}, "act"), node("Softmax", ["t"], ["y"], { axis: 1 }, "prob")],
        WEIGHTS,
      ),
      { chip: "esp32s3" },
    );
    expect(verdict).toBe("findings");
    const tanh = findings.find(({ node }) => node === "act")!;
    expect(tanh).toMatchObject({
      severity: "warning",
      operator: "Tanh",
      reason: "stays in float: Tanh has no int8 form",
    });
    // 8 · 12 · 12 floats written, and as many converted for it.
    expect(tanh.cost).toMatchObject({ macs: 0, bytes: expect.any(Number) });
    expect(tanh.cost!.bytes).toBeGreaterThanOrEqual(4 * 8 * 12 * 12);
    expect(findings.find(({ node }) => node === "prob")).toMatchObject({ severity: "note" });
    expect(cost!.byteShare).toBeGreaterThan(tanh.cost!.byteShare);
  });

  test("a convolution kept in float costs its multiplications", async () => {
    const { findings, cost } = await check(plain, { keepFloat: ["features/0/Conv"] });
    const conv = findings.find(({ node }) => node === "features/0/Conv")!;
    expect(conv).toMatchObject({ severity: "note", reason: "stays in float: --keep_float asks for it" });
    expect(conv.cost).toMatchObject({ macs: 8 * 12 * 12 * 27, macShare: 27 / 31 });
    expect(cost!.macShare).toBe(27 / 31);
  });

  test("whether it fits the chip: the numbers of memory", async () => {
    expect(await check(plain, { chip: "esp32s3" })).toMatchObject({ verdict: "fits", chips: [{ fits: true }] });
    const large = floatModel([1, 3, 640, 480], [CONVOLUTION], WEIGHTS);
    const { verdict, chips } = await check(large, { chip: "esp32c3" });
    expect(verdict).toBe("findings");
    expect(chips).toMatchObject([{ chip: "esp32c3", fits: false }]);
  });

  test("free dimensions are asked for, with the operators that no size would help", async () => {
    const model = floatModel(["N", 3, "h", "w"], hopeless.graph.nodes, WEIGHTS);
    const { verdict, findings } = await check(model);
    expect(verdict).toBe("cannot");
    expect(findings.slice(0, 2)).toEqual([
      {
        severity: "error",
        reason: "input x: dimension h (axis 2) is free",
        remedy: "fix it with --dim h=SIZE at preprocess or quantize",
      },
      {
        severity: "error",
        reason: "input x: dimension w (axis 3) is free",
        remedy: "fix it with --dim w=SIZE at preprocess or quantize",
      },
    ]);
    expect(await check(imageModel(["N", 3, "h", "w"]), { dims: { h: 12, w: 12 } })).toMatchObject({
      chips: [{}, {}, {}, {}, {}],
    });
  });
});

describe("espdl-lab check", () => {
  const write = (name: string, model: Parameters<typeof serializeModel>[0]) => files.write(name, serializeModel(model));

  test("exit codes 0, 1 and 2, and text of at most 100 columns", async () => {
    const runs = [
      [0, "fits", plain],
      [1, "runs, with findings", floatModel([1, 3, 12, 12], [CONVOLUTION, node("Tanh", ["c"], ["y"])], WEIGHTS)],
      [2, "CANNOT RUN", hopeless],
    ] as const;
    for (const [exit, verdict, model] of runs) {
      const { code, out, err } = await invoke("check", write("m.onnx", model), "--target_chip", "esp32s3");
      expect([code, err]).toEqual([exit, ""]);
      expect(out).toContain(`: ${verdict}\n`);
      for (const line of linesOf(out)) expect(line.replace(files.path(), "").length, line).toBeLessThanOrEqual(100);
    }
  });

  test("--json is what the schema says", async () => {
    for (const [model, exit] of [
      [plain, 0],
      [hopeless, 2],
    ] as const) {
      const { code, out } = await invoke("check", write("m.onnx", model), "--json");
      expect(code).toBe(exit);
      expect(checkSchemaErrors(out)).toEqual([]);
    }
  });

  test("preprocess and quantize stop before any work, one line an obstacle", async () => {
    const model = write("two.onnx", imageModel([1, 3, "h", "w"]));
    const { code, err } = await invoke("preprocess", "--input", model, "--output", files.path("pre.onnx"));
    expect(code).toBe(2);
    expect(linesOf(err)).toHaveLength(2);
  });
});

import { describe, expect, test } from "vitest";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { floatModel } from "../check/models.js";
import { goldenCase } from "../golden/cases.js";
import { node } from "../quantization/quantize/tiny-model.js";
import { invoke, linesOf } from "./invoke.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("tutorial_nhwc");
const memory = (...args: readonly string[]) => invoke("memory", "--model_path", golden.path("quant.onnx"), ...args);

const pool = (from: string, to: string, name: string) =>
  node("MaxPool", [from], [to], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }, name);
/** 4 MiB between the pools. */
const large = floatModel(
  [1, 1, 1024, 1024],
  [pool("x", "a", "first"), pool("a", "b", "second"), pool("b", "y", "third")],
  {},
);

describe("espdl-lab memory", () => {
  test("layers, arena map, weights, and a verdict for every chip, in 100 columns", async () => {
    const { code, out, err } = await memory();
    expect([code, err]).toEqual([0, ""]);
    for (const line of linesOf(out)) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(out).toMatch(/^ *# +layer +type +live bytes +arena\n/);
    expect(out).toContain("arena    40,960 bytes");
    expect(out).toMatch(/weights {2}[\d,]+ bytes in flash/);
    for (const chip of ["esp32", "esp32s2", "esp32s3", "esp32c3", "esp32p4"])
      expect(out).toContain(`\n${chip}: fits · RAM`);
  });

  test("--json: the plan, for one chip, with PSRAM", async () => {
    const { out } = await memory("--target_chip", "esp32s3", "--psram", "--json");
    const plan = JSON.parse(out) as Record<string, unknown>;
    expect(plan).toMatchObject({ arenaBytes: 40960, lowerBound: 40960, copies: [] });
    expect(plan.chips).toEqual([
      expect.objectContaining({
        chip: "esp32s3",
        fits: true,
        psram: expect.objectContaining({ needed: 40960, available: 2 ** 21 }),
      }),
    ]);
  });

  test("an over-full chip is said, with the layers to blame and exit code 1; no chip at all is too", async () => {
    const model = files.write("large.onnx", serializeModel(large));
    const { code, out } = await invoke("memory", "--model_path", model, "--target_chip", "esp32c3");
    expect(code).toBe(1);
    expect(out).toContain("esp32c3: DOES NOT FIT · RAM 12,582,912 of 239,376 · flash 4,194,304 of 3,604,480");
    expect(out).toMatch(/\n {2}8,388,608 bytes at tvmgen_default_fused_\w+ \(second\)\n/);
    expect(out).toContain("\n  RAM   12,582,912 = arena 8,388,608 + outputs 4,194,304, 12,343,536 too many\n");
    expect(out).toMatch(/\n {2}without the debug link/);
    expect((await invoke("memory", "--model_path", model)).code).toBe(1);
    expect((await invoke("memory", "--model_path", model, "--target_chip", "esp32p4", "--psram")).code).toBe(1);
  });

  test("PSRAM on a chip without it is refused", async () => {
    const model = ["--model_path", golden.path("quant.onnx"), "--target_chip", "esp32c3", "--psram"];
    expect(await refused(files.path(), "memory", ...model)).toContain(
      "--psram: esp32c3 has no interface for external RAM",
    );
    const more = ["--img_path", golden.path("input.npy"), "--out_path", files.path("out")];
    expect(await refused(files.path(), "export", ...model, ...more)).toContain("--psram: esp32c3 has no interface");
  });

  test("memory and export say the same of a chip", async () => {
    const { out } = await memory("--target_chip", "esp32s3");
    const [line, ...parts] = out.slice(out.indexOf("esp32s3: ")).split("\n").slice(0, 3);
    expect(parts[0]).toBe("  RAM   55,060 = arena 40,960 + outputs 40 + debug link 14,060");
    const options = [
      "--target_chip",
      "esp32s3",
      "--img_path",
      golden.path("input.npy"),
      "--out_path",
      files.path("out"),
    ];
    const exported = await invoke("export", "--model_path", golden.path("quant.onnx"), ...options);
    for (const told of [line!, ...parts]) expect(exported.out).toContain(`${told}\n`);
  });

  test("names of a model cannot reach the terminal", async () => {
    const nodes = large.graph.nodes.map((node) => ({ ...node, name: `\u001b[31m${node.name}\r\n` }));
    const hostile = files.write("hostile.onnx", serializeModel({ ...large, graph: { ...large.graph, nodes } }));
    const { out } = await invoke("memory", "--model_path", hostile, "--target_chip", "esp32c3");
    expect(out).toContain("DOES NOT FIT");
    expect(out).not.toContain("\u001b");
    expect(out).not.toContain("\r");
  });

  test("refusals", async () => {
    const model = golden.path("quant.onnx");
    expect(await refused(files.path(), "memory", "--model_path", model, "--target_chip", "z80")).toContain("z80");
    expect(await refused(files.path(), "memory")).toContain("--model_path");
    expect(await refused(files.path(), "memory", "--model_path", files.path("none.onnx"))).toContain("none.onnx");
  });
});

import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/formats/onnx/read.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { goldenCase } from "../golden/cases.js";
import { invoke, linesOf } from "./invoke.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("tutorial_nhwc");
const memory = (...args: readonly string[]) => invoke("memory", "--model_path", golden.path("quant.onnx"), ...args);

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
      expect.objectContaining({ chip: "esp32s3", fits: true, psram: { needed: 40960, available: 2 ** 21 } }),
    ]);
  });

  test("an over-full chip is said, with the layers to blame", async () => {
    const { out } = await memory("--target_chip", "esp32c3", "--psram");
    expect(out).toContain("esp32c3: DOES NOT FIT · RAM 40 of 239,376 · PSRAM 40,960 of 0 (too much)");
    expect(out).toMatch(/\n {2}40,960 bytes at tvmgen_default_fused_\w+ \(\w+\)\n/);
    expect(out).toMatch(/\n {2}and \d+ more\n/);
  });

  test("names of a model cannot reach the terminal", async () => {
    const model = parseModel(golden.read("quant.onnx"));
    const nodes = model.graph.nodes.map((node) => ({ ...node, name: `\u001b[31m${node.name}\r\n` }));
    const hostile = files.write("hostile.onnx", serializeModel({ ...model, graph: { ...model.graph, nodes } }));
    const { out } = await invoke("memory", "--model_path", hostile, "--target_chip", "esp32c3", "--psram");
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

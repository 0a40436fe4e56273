import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { needs } from "../boards/board/tools.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { refused } from "../cli/refused.js";
import { workspace } from "../cli/workspace.js";
import { vectors } from "../golden/vectors.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

const files = workspace();
const { root, names } = vectors("espdl_2026");
const name = names.find((found) => found === "ppqnet_twoin_s3_s8") ?? names.find((found) => found.endsWith("s3_s8"))!;
const model = join(root, name, "model.espdl");
const exported = (out: string, ...more: readonly string[]): string[] => [
  "export",
  ...[model, "--target_chip", "esp32s3", "--out_path", files.path(out), ...more],
];

describe("an .espdl from the command line", () => {
  test("is compiled to C, runs, is captured and bisected on the host", { timeout: 300_000 }, async (context) => {
    needs(context, "cc");
    const { code, out, err } = await invoke(...exported("portable", "--runtime", "portable"));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/arena {4}[\d,]+ bytes, \d+ buffers \(lower bound [\d,]+/);
    expect(out).toContain("esp32s3: fits");
    for (const line of linesOf(out)) expect(line.replace(files.path(), "").length, line).toBeLessThanOrEqual(100);
    const project = files.path("portable", "new_project");
    const board = ["--project", project, "--board", "host"];
    expect(await invoke("run", ...board)).toMatchObject({ code: 0 });
    expect(await invoke("capture", ...board, "--out", files.path("trace"))).toMatchObject({ code: 0 });
    const reference = ["--model_path", model, "--target_chip", "esp32s3", "--dump_root", files.path("reference")];
    expect(await invoke("debug", ...reference)).toMatchObject({ code: 0 });
    expect(await invoke("diff", files.path("reference"), files.path("trace"))).toMatchObject({ code: 0 });
    const found = await invoke("bisect", "--model_path", model, ...board);
    expect([found.code, found.out.includes("EQUAL: all ")]).toEqual([0, true]);
  });

  test("memory says what the compiled project takes", async () => {
    const { code, out } = await invoke("memory", "--model_path", model, "--target_chip", "esp32s3");
    expect([code, out.includes("esp32s3: fits")]).toEqual([0, true]);
  });

  test("a project around esp-dl holds the file, names the component, and runs on no virtual board", async () => {
    expect(await invoke(...exported("chip"))).toMatchObject({ code: 0, err: "" });
    const project = files.path("chip", "new_project");
    expect(readFileSync(join(project, "model/model.espdl"))).toEqual(readFileSync(model));
    expect(readFileSync(join(project, "main/idf_component.yml"), "utf8")).toContain('espressif/esp-dl: "^3.3.9"');
    expect(readFileSync(join(project, "partitions.csv"), "utf8")).toMatch(/\nmodel, .* 0x310000, 0x10000\n/);
    expect(await refused(files.path(), "run", "--project", project, "--board", "host")).toContain(
      "runs on a chip only",
    );
  });

  test.for([
    [["--no_islands"], "--no_islands: an .espdl has none"],
    [["--s3_lanes"], "--s3_lanes: a project around ESP-DL does not take it"],
    [["--psram"], "--psram: a project around ESP-DL does not take it"],
  ] as const)("%j is refused", async ([more, message]) => {
    expect(await refused(files.path(), ...exported("refused", ...more))).toContain(message);
  });

  test("lanes belong to the ESP32-S3", async () => {
    const args = ["export", model, "--target_chip", "esp32c3", "--out_path", files.path("lanes")];
    expect(await refused(files.path(), ...args, "--runtime", "portable", "--s3_lanes")).toContain(
      "only esp32s3 has saturating 20-bit lanes",
    );
  });

  test("an .onnx has one runtime", async () => {
    const args = ["export", "m.onnx", "--target_chip", "esp32s3", "--out_path", files.path("onnx")];
    expect(await refused(files.path(), ...args, "--runtime", "portable")).toContain(
      "--runtime: only an .espdl file takes it",
    );
    expect(await refused(files.path(), ...args)).toContain("--img_path: is missing");
  });
});

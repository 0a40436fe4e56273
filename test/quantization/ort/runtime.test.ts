import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../../src/base/package-folder.js";

test("a command that opens a model leaves nothing in the home folder but what was asked for", () => {
  const home = mkdtempSync(join(tmpdir(), "espdl-home-"));
  try {
    const { XDG_CACHE_HOME: _cache, XDG_DATA_HOME: _data, XDG_CONFIG_HOME: _config, ...env } = process.env;
    const main = packageFolder("dist", "src", "cli", "main.js");
    const model = packageFolder("notebooks", "models", "mnist_cnn.onnx");
    const samples = packageFolder("notebooks", "data", "calibration.npz");
    const run = (...args: string[]): void =>
      void execFileSync(process.execPath, [main, ...args], { env: { ...env, HOME: home }, cwd: home });
    run("preprocess", "--input", model, "--output", "pre.onnx");
    run("quantize", "--input_model", "pre.onnx", "--output_model", "int8.onnx", "--calibrate_dataset", samples);
    expect(readdirSync(home).sort()).toEqual(["int8.onnx", "pre.onnx"]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

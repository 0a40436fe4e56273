import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { breakProject, exportProject, parseModel, readSample, Tensor, writeTrace } from "../../src/index.js";
import type { GoldenCase } from "../golden/cases.js";
import { best } from "./best.js";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
/** Exit code of a comparison that found a difference. */
const DIFFERS = 1;

/** Runs a comparison as a process of its own, start of Node included. */
function command(args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const env = { ...process.env, ...environment };
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: "utf8" });
  if (status !== DIFFERS) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
}

/** Seconds of `bisect` of a case's broken project on the wasm board: with nothing compiled yet, and with all of it. */
export async function bisectProcess(golden: GoldenCase): Promise<{ cold: number; warm: number }> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-bench-"));
  try {
    const model = parseModel(golden.read("quant.onnx"));
    const sample = readSample(golden.path("input.npy"), model);
    const { project } = await exportProject(model, { chip: "esp32s3", sample, out: folder });
    const broken = join(folder, "broken");
    breakProject(project, broken);
    const args = ["bisect", "--model_path", golden.path("quant.onnx"), "--project", broken];
    const environment = { XDG_CACHE_HOME: join(folder, "cache") };
    const cold = await best(1, () => command(args, environment));
    return { cold, warm: await best(3, () => command(args, environment)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LAYERS = 40;
const ELEMENTS = 2 ** 18;

/** Seconds of `diff` of two traces of 10 MB, of which every other layer differs. */
export async function diffProcess(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-bench-"));
  try {
    for (const [seed, name] of ["a", "b"].entries()) {
      const layers = Array.from({ length: LAYERS }, (_, index) => {
        const data = Int8Array.from({ length: ELEMENTS }, (_, i) => (i * 31 + (i * seed * (index % 2)) / 64) >> 3);
        const id = `layer_${index}`;
        return { index, name: id, id, op: "call", onnx: [], tensor: new Tensor("int8", [1, 64, 64, 64], data) };
      });
      writeTrace(join(folder, name), { runner: name, model: "", layers });
    }
    return await best(3, () => command(["diff", join(folder, "a"), join(folder, "b")]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

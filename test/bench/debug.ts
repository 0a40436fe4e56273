import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GoldenCase } from "../golden/cases.js";
import { best } from "./best.js";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Seconds of `espdl-lab debug` on a case as a process of its own, start of Node and writing of the trace included. */
export async function debugProcess(golden: GoldenCase): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-bench-"));
  const files = ["--model_path", golden.path("quant.onnx"), "--img_path", golden.path("input.npy")];
  const args = [main, "debug", "--target_chip", "esp32s3", ...files, "--dump_root", join(folder, "trace"), "--compat"];
  try {
    return await best(5, () => execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds that the original took to build and to run the case: on another day, on this kind of machine. */
export function recordedDebug(golden: GoldenCase): number {
  const { build_s, debug_run_s } = golden.json<{ build_s: number; debug_run_s: number }>("timing.json");
  return build_s + debug_run_s;
}

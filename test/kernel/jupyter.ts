import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { kernelSpec } from "../../src/kernel/launch.js";
import { compiledKernel } from "./notebook-session.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const PYTHON: string = join(ROOT, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

export const hasJupyter = (): boolean => existsSync(PYTHON);

/** Skips a test, saying why, where `.ci/python.mjs` has not been run. */
export function needsJupyter(context: TestContext): void {
  if (hasJupyter()) return;
  const reason = "no Jupyter in .venv: node .ci/python.mjs installs it";
  console.warn(`skipped: ${context.task.name}: ${reason}`);
  context.skip(reason);
}

/** A folder for JUPYTER_PATH in which the compiled kernel is known. */
export function jupyterPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "espdl-jupyter-"));
  const kernel = join(folder, "kernels", "espdl-lab");
  mkdirSync(kernel, { recursive: true });
  const argv = compiledKernel("{connection_file}");
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify({ ...kernelSpec(), argv }));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs Python of the virtual environment. */
export function python(args: readonly string[], path: string, cwd: string = ROOT): Promise<Ran> {
  return ran(PYTHON, args, { JUPYTER_PATH: path, JUPYTER_PLATFORM_DIRS: "1" }, cwd);
}

/** Runs the compiled command line. */
export function cli(args: readonly string[], env: Record<string, string> = {}, cwd: string = ROOT): Promise<Ran> {
  return ran(process.execPath, [join(ROOT, "dist/bundle/espdl-lab.js"), ...args], env, cwd);
}

function ran(program: string, args: readonly string[], env: Record<string, string>, cwd: string): Promise<Ran> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(String(data)));
  return new Promise((resolve, reject) => {
    child.once("close", (code) => resolve({ code, output: output.join("") }));
    child.once("error", reject);
  });
}

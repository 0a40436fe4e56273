import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { basename, delimiter, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../base/errors.js";
import { temporaryFolder } from "../../base/files/temporary.js";
import { writeKernelSpec } from "../install.js";

/** Where lessons write. */
const WRITTEN = "out";

/** The lessons that come with the package. */
const LESSONS = fileURLToPath(new URL("../../../../notebooks/", import.meta.url));

/**
 * Opens JupyterLab on a folder, with the kernel known to it for as long as it runs.
 * @param folder by default the lessons: copied into the current folder first, where they may be changed
 * @param args further arguments for `jupyter lab`
 * @param tell is told where the lessons are, in one line
 * @returns JupyterLab's exit code
 * @throws UserError when there is no JupyterLab
 */
export async function openJupyter(
  folder: string | undefined,
  args: readonly string[],
  tell: (line: string) => void,
): Promise<number> {
  if (spawnSync("jupyter", ["lab", "--version"], { stdio: "ignore" }).status !== 0)
    throw new UserError(
      "JupyterLab was not found; get it with: pip install jupyterlab plotly (or open the lessons in VS Code, which needs no Python)",
    );
  const data = temporaryFolder();
  try {
    writeKernelSpec(data);
    const known = process.env.JUPYTER_PATH;
    const env = { ...process.env, JUPYTER_PATH: known ? `${data}${delimiter}${known}` : data };
    const shown = folder === undefined ? lessons(tell) : resolve(folder);
    const child = spawn("jupyter", ["lab", shown, ...args], { stdio: "inherit", env });
    // Jupyter asks by itself what Ctrl-C means.
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    return await new Promise((done, fail) => {
      child.once("exit", (code) => done(code ?? 0));
      child.once("error", fail);
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** The lessons where the person can change them. */
function lessons(tell: (line: string) => void): string {
  const own = resolve("notebooks");
  if (resolve(LESSONS) === own) return own;
  const copy = resolve("espdl-lessons");
  if (!existsSync(copy)) cpSync(LESSONS, copy, { recursive: true, filter: (path) => basename(path) !== WRITTEN });
  tell(`The lessons are in ${copy}: change them as you like.`);
  return copy;
}

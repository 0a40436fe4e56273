import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { KERNEL_NAME, kernelSpec } from "./launch.js";

/** Where Jupyter looks for the kernels of one person. */
export function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? homedir(), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

/**
 * Makes the kernel known to Jupyter and VS Code.
 * @param prefix a Python environment's folder; without it, the person's own
 * @returns the folder that now holds `kernel.json`
 * @throws UserError when it cannot be written
 */
export function installKernel(prefix?: string): string {
  return writeKernelSpec(prefix === undefined ? userDataFolder() : join(resolve(prefix), "share", "jupyter"));
}

/** Writes the kernel's description below a data folder of Jupyter's. @returns the folder that holds `kernel.json` */
export function writeKernelSpec(dataFolder: string): string {
  const folder = join(dataFolder, "kernels", KERNEL_NAME);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(
      `${folder} cannot be written (${(error as NodeJS.ErrnoException).code}); name another --prefix`,
    );
  }
  writeFileAtomically(join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return folder;
}

import { fileURLToPath } from "node:url";

/** This package's own name, under which every cell can import it from any folder. */
export const LIBRARY = "espdl-lab";

/** The condition of `exports` in package.json under which an import gets the very files that the kernel itself uses. */
export const FILES = "espdl-lab-files";

/** Folder of the compiled package: like other packages', its files do not change while a notebook is open. */
export const LIBRARY_FOLDER: string = fileURLToPath(new URL("../../../", import.meta.url)).replaceAll("\\", "/");

/** A file of the package: imports of the library are resolved as if they stood in it. */
export const LIBRARY_MEMBER: string = fileURLToPath(import.meta.url);

const LAB: string = fileURLToPath(new URL("../runtime/lab", import.meta.url)).replaceAll("\\", "/");

/** Declares `lab`, the library and the kernel's own functions: what the package's name means in a cell. */
export const LAB_TYPES = `${LAB}.d.ts`;

/** Declares the global `lab`. */
export const GLOBALS_TEXT = `export * from ${JSON.stringify(`${LAB}.js`)};\nexport as namespace lab;\n`;

export function isLibrary(specifier: string): boolean {
  return specifier === LIBRARY || specifier.startsWith(`${LIBRARY}/`);
}

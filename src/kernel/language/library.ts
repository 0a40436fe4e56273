import { fileURLToPath } from "node:url";

/** This package's own name, under which every cell can import it from any folder. */
export const LIBRARY = "espdl-lab";

/** Folder of the compiled package: like other packages', its files do not change while a notebook is open. */
export const LIBRARY_FOLDER: string = fileURLToPath(new URL("../../../", import.meta.url)).replaceAll("\\", "/");

/** A file of the package: imports of the library are resolved as if they stood in it. */
export const LIBRARY_MEMBER: string = fileURLToPath(import.meta.url);

/** Declares the global `lab`: the library and the kernel's own functions. */
export const GLOBALS_TEXT = `export * from ${JSON.stringify(
  fileURLToPath(new URL("../runtime/lab.js", import.meta.url)).replaceAll("\\", "/"),
)};\nexport as namespace lab;\n`;

export function isLibrary(specifier: string): boolean {
  return specifier === LIBRARY || specifier.startsWith(`${LIBRARY}/`);
}

import { createRequire } from "node:module";

/** The version in package.json, found by the package's own name: the same from the sources as compiled or installed. */
export function version(): string {
  return (createRequire(import.meta.url)("espdl-lab/package.json") as { version: string }).version;
}

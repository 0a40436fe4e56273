import { readFileSync } from "node:fs";

/** The version in package.json, which stands two folders above the compiled `dist/src/cli`, three above the file. */
export function version(): string {
  const manifest = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A case made by the original programs: see the README beside the vectors. */
export interface GoldenCase {
  readonly name: string;
  readonly options: { readonly per_channel?: boolean; readonly multi?: boolean; readonly inputs?: string[]; readonly outputs?: string[] };
  /** The path of one of the case's files. */
  path(file: string): string;
  has(file: string): boolean;
  read(file: string): Uint8Array;
  json<T>(file: string): T;
}

const committed = fileURLToPath(new URL("tvm", import.meta.url));
const shared = fileURLToPath(new URL("../../../shared/golden/tvm", import.meta.url));

/** Where the vectors are read from: all of them where they are at hand, else the set committed with the tests. */
export const goldenRoot = existsSync(shared) ? shared : committed;

/** Every case, in alphabetical order. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(goldenRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => goldenCase(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function goldenCase(name: string): GoldenCase {
  const path = (file: string): string => join(goldenRoot, name, file);
  const json = <T>(file: string): T => JSON.parse(readFileSync(path(file), "utf8")) as T;
  return {
    name,
    options: json("options.json"),
    path,
    json,
    has: (file) => existsSync(path(file)),
    read: (file) => readFileSync(path(file)),
  };
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { vectors } from "./vectors.js";

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

const { root, names } = vectors("tvm");

/** Where the vectors are read from. */
export const goldenRoot = root;

/** Every case, in alphabetical order. */
export function goldenCases(): GoldenCase[] {
  return names.map(goldenCase);
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

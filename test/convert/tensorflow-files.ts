import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { afterAll } from "vitest";

/** What TensorFlow wrote: SavedModels, graph-models of tfjs, and recorded runs, by their place in the archives. */
export const tensorflowFiles: Readonly<Record<string, Uint8Array>> = Object.assign(
  {},
  ...["tensorflow.zip", "loops.zip"].map((name) =>
    unzipSync(readFileSync(fileURLToPath(new URL(`../golden/convert/${name}`, import.meta.url)))),
  ),
);

/** The same in a folder that lives as long as the tests of a file. */
export function unpackedTensorflow(): string {
  const folder = mkdtempSync(join(tmpdir(), "espdl-tensorflow-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const [path, bytes] of Object.entries(tensorflowFiles)) if (!path.endsWith("/")) writeInto(folder, path, bytes);
  return folder;
}

export function writeInto(folder: string, path: string, bytes: Uint8Array | string): string {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return place;
}

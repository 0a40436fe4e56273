import { unzipSync } from "fflate";
import { UserError } from "../../base/errors.js";
import { readZipDirectory } from "../../base/tensor/zip-directory.js";
import { TRACE_FILE } from "../../formats/trace/format.js";
import type { GivenFile } from "../protocol.js";

/** Largest sum of unpacked bytes of a zip. */
const LIMIT = 2 ** 29;

/** A run as files: its folder's path, and what lies in it by path. */
export interface RunFiles {
  readonly folder: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What was dropped, sorted. */
export interface Sorted {
  readonly models: readonly GivenFile[];
  readonly runs: readonly RunFiles[];
  readonly arrays: readonly GivenFile[];
}

/** Tells models, runs and arrays apart by their names; zips are unpacked. @throws UserError for what is none of them. */
export function sorted(given: readonly GivenFile[]): Sorted {
  const files = given.flatMap((file) => (/\.zip$/i.test(file.name) ? unpacked(file) : [file]));
  const folders = files.filter(({ name }) => baseName(name) === TRACE_FILE).map(({ name }) => folderOf(name));
  const runs = folders.map((folder) => ({
    folder: folder || "trace",
    files: new Map(
      files
        .filter(({ name }) => name.startsWith(folder === "" ? "" : `${folder}/`))
        .map(({ name, bytes }) => [folder === "" ? name : name.slice(folder.length + 1), bytes]),
    ),
  }));
  const rest = files.filter(({ name }) => !folders.some((folder) => folder === "" || name.startsWith(`${folder}/`)));
  const models = rest.filter(({ name }) => /\.(espdl|onnx)$/i.test(name));
  const arrays = rest.filter(({ name }) => /\.np[yz]$/i.test(name));
  if (models.length + runs.length + arrays.length === 0)
    throw new UserError(
      `${given[0]?.name ?? "nothing"}: is no .espdl, .onnx, .npz or .npy and holds no ${TRACE_FILE}; drop a model, a trace folder or its zip`,
    );
  return { models, runs, arrays };
}

function unpacked({ name, bytes }: GivenFile): GivenFile[] {
  const total = readZipDirectory(bytes, name).reduce((sum, { size }) => sum + size, 0);
  if (total > LIMIT)
    throw new UserError(`${name}: unpacks to ${total} bytes, expected at most ${LIMIT}; drop the folder`);
  try {
    return Object.entries(unzipSync(bytes)).map(([path, content]) => ({ name: `${name}/${path}`, bytes: content }));
  } catch (error) {
    throw new UserError(`${name}: cannot be unpacked (${(error as Error).message}); copy the whole file`);
  }
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

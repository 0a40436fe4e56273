import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { UserError } from "../../base/errors.js";
import type { ExternalTensors } from "./external-tensors.js";
import { printable } from "./printable.js";
import type { EntryProto } from "./protos.js";

/** Largest sum of external tensors, in bytes: a small file may name the same bytes again and again. */
const LIMIT = 2 ** 31 - 1;

/** The files beside a model that hold tensors. */
export class ExternalData implements ExternalTensors {
  #left = LIMIT;

  /** @param folder the model's own folder */
  constructor(private readonly folder: string) {}

  /**
   * The bytes of one tensor.
   * @param length bytes that dtype and dims ask for
   * @throws UserError when the location leaves the folder (after symbolic links are followed) or the region its file.
   */
  read(entries: readonly EntryProto[], length: number, what: string): Uint8Array {
    const fields = new Map(entries.map(({ key, value }) => [key, value]));
    const location = fields.get("location") ?? "";
    const shown = `${what}: external data "${printable(location)}"`;
    const path = resolveInside(this.folder, location, shown);
    const offset = count(fields.get("offset"), "offset", shown) ?? 0;
    const stated = count(fields.get("length"), "length", shown);
    this.#left -= length;
    if (this.#left < 0)
      throw new UserError(`${shown}: more than ${LIMIT} bytes in all; this is no model for a microcontroller`);
    return readRegion(path, offset, stated, length, shown);
  }
}

function resolveInside(folder: string, location: string, shown: string): string {
  const parts = location.split("/");
  if (/^[A-Za-z]:|^\/|[\\\0]/.test(location) || parts.includes("..") || location === "")
    throw new UserError(`${shown} must be a relative path without ".."; put the file in the model's own folder`);
  let path: string;
  let root: string;
  try {
    root = realpathSync(folder);
    path = realpathSync(join(root, location));
  } catch {
    throw new UserError(`${shown} not found beside the model; copy it into the model's folder`);
  }
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new UserError(`${shown} is a link that leaves the model's folder; copy the file itself there`);
  return path;
}

function count(text: string | undefined, key: string, shown: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value))
    throw new UserError(
      `${shown}: ${key} "${printable(text)}", expected a byte count; save the model again with onnx.save`,
    );
  return value;
}

function readRegion(
  path: string,
  offset: number,
  stated: number | undefined,
  expected: number,
  shown: string,
): Uint8Array {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw new UserError(`${shown} cannot be opened (${(error as NodeJS.ErrnoException).code}); check its permissions`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile())
      throw new UserError(`${shown} is not a regular file; copy the data itself into the model's folder`);
    const length = stated ?? Math.max(0, stat.size - offset);
    if (offset + length > stat.size)
      throw new UserError(
        `${shown}: bytes ${offset} to ${offset + length} of a file of ${stat.size}; copy the whole file`,
      );
    if (length !== expected)
      throw new UserError(
        `${shown}: ${length} bytes, expected ${expected} from dtype and dims; copy the file that belongs to this model`,
      );
    const bytes = new Uint8Array(expected);
    let done = 0;
    while (done < expected) {
      const got = readSync(file, bytes, done, expected - done, offset + done);
      if (got === 0) throw new UserError(`${shown} became shorter while it was read; try again`);
      done += got;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

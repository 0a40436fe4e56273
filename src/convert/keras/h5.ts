import { oneLine, UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { count } from "../graph/value.js";
import { TimeError, withinTime } from "./within-time.js";

/** A group of an HDF5 file. */
export interface H5Group {
  readonly keys: readonly string[];
  attribute(name: string): unknown;
  /** The group of that name; undefined when there is none. */
  group(name: string): H5Group | undefined;
  /** @throws UserError when it is not there, or is not float32. */
  tensor(path: string): Tensor;
}

/** What is used of jsfive's groups and datasets. */
interface Entry {
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly keys?: readonly string[];
  readonly shape?: readonly number[];
  readonly dtype?: unknown;
  readonly value?: ArrayLike<number>;
  readonly _dataobjects?: { readonly chunks: readonly number[] | null };
  get(name: string): Entry | null;
}

/** What one look into a file may take: a thousand times what it takes in a whole one. */
const LEAST_TIME = 5000;
const BYTES_A_MILLISECOND = 1000;
/** Deflate cannot pack better than this. */
const DEFLATE_RATIO = 1032;

/**
 * The bytes of an HDF5 file as groups and float32 tensors, read by jsfive.
 * @param name the file's name, for messages
 * @throws UserError when the library is not installed, or the bytes are no such file
 */
export async function openH5(bytes: Uint8Array, name: string): Promise<H5Group> {
  const { File } = await loadReader();
  const buffer = new Uint8Array(bytes).buffer;
  return attempt(name, bytes.length, () => groupOf(new File(buffer, name) as unknown as Entry, name, bytes.length));
}

async function loadReader(): Promise<typeof import("jsfive")> {
  try {
    return await import("jsfive");
  } catch {
    throw new UserError("HDF5 files are read with jsfive, which is not installed; npm install jsfive");
  }
}

function groupOf(entry: Entry, name: string, length: number): H5Group {
  const keys = entry.keys ?? [];
  const known = new Map<string, H5Group | undefined>();
  const open = (key: string): H5Group | undefined => {
    const inner = attempt(name, length, () => entry.get(key));
    const isGroup = inner !== undefined && inner !== null && !Array.isArray(inner);
    return isGroup ? groupOf(inner, `${name}: ${printable(key)}`, length) : undefined;
  };
  return {
    keys,
    attribute: (key) => attempt(name, length, () => trimmed(entry.attrs[key])),
    group: (key) => {
      if (!keys.includes(key)) return undefined;
      // The reader parses a group anew each time.
      if (!known.has(key)) known.set(key, open(key));
      return known.get(key);
    },
    tensor: (path) => {
      const label = `${name}: ${printable(path)}`;
      return attempt(label, length, () => tensorOf(entry.get(path), label, length));
    },
  };
}

function tensorOf(entry: Entry | null, label: string, length: number): Tensor {
  const { shape, dtype } = entry ?? {};
  // A dataset is an array, a group is not.
  if (!Array.isArray(entry) || shape === undefined)
    throw new UserError(`${label}: is not a tensor, expected a weight; save the model again`);
  if (dtype !== "<f4")
    throw new UserError(`${label}: its type is ${printable(String(dtype))}, expected <f4 (float32); save it so`);
  const chunk = (entry as unknown as Entry)._dataobjects?.chunks ?? null;
  const most = (length / 4) * (chunk === null ? 1 : DEFLATE_RATIO);
  // Before the reader allocates anything or walks over chunks that reach far beyond the tensor.
  if (!(count(shape) <= most) || (chunk !== null && !(count(chunk) <= 2 * count(shape) + 4096)))
    throw new UserError(`${label}: shape [${shape}] cannot be in ${length} bytes; copy the whole file`);
  const values = (entry as unknown as Entry).value!;
  const data = new Float32Array(count(shape));
  for (let i = 0; i < data.length; i++) {
    const value = values[i];
    if (typeof value !== "number") throw new UserError(`${label}: element ${i} is missing; copy the whole file`);
    data[i] = value;
  }
  return new Tensor("float32", [...shape], data);
}

/** Strings of fixed length end in zeros. */
function trimmed(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\0+$/, "");
  return Array.isArray(value) ? value.map(trimmed) : value;
}

/** The reader throws strings and errors of any kind at a damaged file, warns on the console, or does not end. */
function attempt<T>(label: string, length: number, work: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return withinTime(LEAST_TIME + Math.ceil(length / BYTES_A_MILLISECOND), work);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof TimeError) throw new UserError(`${label}: damaged (${error.message}); copy the whole file`);
    // Strings are the reader's own words; anything else is where it stumbled.
    const reason = typeof error === "string" ? ` (${oneLine(error).slice(0, 80)})` : "";
    throw new UserError(`${label}: not an HDF5 file, or damaged${reason}; copy the whole file or save it again`);
  } finally {
    console.warn = warn;
  }
}

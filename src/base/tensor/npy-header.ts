import { UserError } from "../errors.js";
import { kindOfFile } from "../kind-of-file.js";
import { type DType, itemSize } from "./dtype.js";

/** What the header of a .npy file states: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export interface NpyHeader {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Elements are stored with the first axis fastest. */
  readonly fortranOrder: boolean;
  /** Where the elements start, in bytes. */
  readonly offset: number;
}

/** Bytes that are enough to hold any header this reader takes. */
export const NPY_HEADER_LIMIT = 65_536;

/** Largest array that is read, in bytes. */
const SIZE_LIMIT = 2 ** 40;

const CODES: Readonly<Record<string, DType>> = {
  f4: "float32",
  f8: "float64",
  f2: "float16",
  i1: "int8",
  u1: "uint8",
  i2: "int16",
  u2: "uint16",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "uint64",
  b1: "bool",
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The header at the start of `bytes`; `name` is for messages. */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new UserError(
      `${name}: not a .npy file: it is ${kindOfFile(bytes) ?? "of no kind known here"}; save the array with numpy.save`,
    );
  const version = bytes[6]!;
  if (version < 1 || version > 3)
    throw new UserError(`${name}: .npy version ${version}, expected 1, 2 or 3; save the array with numpy.save`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw cutShort(name);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > NPY_HEADER_LIMIT)
    throw new UserError(
      `${name}: header of ${length} bytes, expected at most ${NPY_HEADER_LIMIT}; save the array with numpy.save`,
    );
  if (bytes.length < start + length) throw cutShort(name);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length));
  return { ...parseDictionary(text, name), offset: start + length };
}

function cutShort(name: string): UserError {
  return new UserError(`${name}: .npy file is cut short; copy the whole file`);
}

/** The three fields of the header's Python dictionary, in any order. */
function parseDictionary(text: string, name: string): Omit<NpyHeader, "offset"> {
  const body = /^\s*\{([^{}]*)\}\s*$/.exec(text)?.[1];
  const descr = body?.match(/(['"])descr\1\s*:\s*(\[|(['"])([^'"]*)\3)/);
  const order = body?.match(/(['"])fortran_order\1\s*:\s*(True|False)/)?.[2];
  const dims = body?.match(/(['"])shape\1\s*:\s*\(([\d\s,L]*)\)/)?.[2];
  if (!descr || order === undefined || dims === undefined)
    throw new UserError(`${name}: .npy header is damaged; save the array with numpy.save`);
  const dtype = parseDescr(descr[4], name);
  return { dtype, shape: parseShape(dims, dtype, name), fortranOrder: order === "True" };
}

function parseDescr(descr: string | undefined, name: string): DType {
  if (descr === undefined)
    throw new UserError(`${name}: structured dtype, expected plain numbers; save one field with numpy.save`);
  const [, order, code] = /^([<>|=]?)([a-zA-Z]\d*)/.exec(descr) ?? [];
  const dtype = CODES[code ?? ""];
  if (dtype === undefined || `${order}${code}` !== descr)
    throw new UserError(
      `${name}: dtype "${descr.replace(/[^ -~]/g, "?").slice(0, 20)}" is not supported, expected floats, integers or bool; save with .astype("float32")`,
    );
  if (order === ">" && itemSize(dtype) > 1)
    throw new UserError(`${name}: big-endian ${dtype}, expected little-endian; save with .astype("<${code}")`);
  return dtype;
}

function parseShape(text: string, dtype: DType, name: string): number[] {
  const items = text.split(",").map((item) => item.trim().replace(/L$/, ""));
  if (items[items.length - 1] === "") items.pop();
  let bytes = itemSize(dtype);
  return items.map((item) => {
    const dim = /^\d{1,15}$/.test(item) ? Number(item) : Number.NaN;
    bytes *= dim;
    if (!(bytes <= SIZE_LIMIT))
      throw new UserError(
        `${name}: shape (${text.trim().slice(0, 60)}) is damaged or too large; save the array with numpy.save`,
      );
    return dim;
  });
}

/** A version 1 header, padded so that the elements start on a multiple of 64 bytes. */
export function formatNpyHeader(dtype: DType, shape: readonly number[]): Uint8Array {
  const code = Object.keys(CODES).find((key) => CODES[key] === dtype)!;
  const order = itemSize(dtype) === 1 ? "|" : "<";
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${dims}), }`;
  const total = Math.ceil((10 + text.length + 1) / 64) * 64;
  const header = new Uint8Array(total).fill(0x20);
  header.set([...MAGIC, 1, 0, (total - 10) & 255, (total - 10) >> 8]);
  header.set(new TextEncoder().encode(text), 10);
  header[total - 1] = 0x0a;
  return header;
}

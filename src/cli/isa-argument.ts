import { readFileSync } from "node:fs";
import { UserError } from "../base/errors.js";
import { itemSize } from "../base/tensor/dtype.js";
import { parseNpy } from "../base/tensor/npy.js";
import { Tensor } from "../base/tensor/tensor.js";

/** A buffer that a function is given. */
export interface BufferArgument {
  readonly tensor: Tensor;
  readonly writable: boolean;
}

/** Bytes of a buffer of zeros: more than any ESP32 has. */
const LARGEST = 2 ** 26;

/** One of `--args`: an integer, a `.npy`, `rw:` a `.npy`, or a type with its shape. @throws UserError for anything else */
export function isaArgument(text: string): number | BufferArgument {
  if (/^-?(?:0x[0-9a-f]+|\d+)$/i.test(text)) return text.startsWith("-") ? -Number(text.slice(1)) : Number(text);
  const [, dtype, dims] = /^(u?int(?:8|16|32)|float32)\[([\d,\s]*)\]$/.exec(text) ?? [];
  if (dtype !== undefined) return { tensor: zeros(dtype as Tensor["dtype"], dims!, text), writable: true };
  const writable = text.startsWith("rw:");
  const path = writable ? text.slice(3) : text;
  if (!path.endsWith(".npy"))
    throw new UserError(`--args ${text}: expected an integer, x.npy, rw:x.npy or a buffer such as int8[2,16]`);
  return { tensor: readArray(path), writable };
}

function readArray(path: string): Tensor {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
  return parseNpy(bytes, path);
}

function zeros(dtype: Tensor["dtype"], dims: string, text: string): Tensor {
  const shape = dims.trim() === "" ? [] : dims.split(",").map(Number);
  if (shape.reduce((product, length) => product * length, itemSize(dtype)) > LARGEST)
    throw new UserError(`--args ${text}: a buffer has at most ${LARGEST} bytes`);
  return Tensor.zeros(dtype, shape);
}

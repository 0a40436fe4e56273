import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../errors.js";
import { type DType, fromBytes, itemSize } from "./dtype.js";
import { NPY_HEADER_LIMIT, type NpyHeader, parseNpyHeader } from "./npy-header.js";
import { Tensor } from "./tensor.js";

/** An open .npy file that is read one row of the first axis at a time, so that memory stays bounded. */
export interface NpyFile {
  readonly dtype: DType;
  /** The whole array's shape: [count, …row]. */
  readonly shape: readonly number[];
  /** Length of the first axis. */
  readonly count: number;
  /**
   * Row `i` of the first axis, of shape `shape.slice(1)`.
   * @throws RangeError unless 0 ≤ i < count; UserError when the file became shorter.
   */
  readRow(i: number): Tensor;
  close(): void;
}

/**
 * Opens a .npy file in C order for streaming; the caller closes it.
 * @throws UserError when it cannot be read, is not such a file, or has another length than its header states.
 */
export function openNpy(path: string): NpyFile {
  const file = openRegular(path);
  try {
    return stream(file, path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function openRegular(path: string): number {
  let file: number;
  try {
    // A pipe would keep a blocking open waiting for its writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new UserError(`${path}: not a file; give the path of a .npy file`);
}

function stream(file: number, path: string): NpyFile {
  const total = fstatSync(file).size;
  const header = parseNpyHeader(readAt(file, 0, Math.min(total, NPY_HEADER_LIMIT), path), path);
  const { dtype, shape, offset } = header;
  const [count, ...row] = checkRows(header, path);
  const rowBytes = row.reduce((product, dim) => product * dim, itemSize(dtype));
  if (total - offset !== rowBytes * count)
    throw new UserError(
      `${path}: ${total - offset} bytes of elements, expected ${rowBytes * count} for ${dtype} [${shape.join(", ")}]; copy the whole file`,
    );
  return {
    dtype,
    shape,
    count,
    readRow(i) {
      if (!Number.isInteger(i) || i < 0 || i >= count) throw new RangeError(`row ${i} of ${count}`);
      return new Tensor(dtype, row, fromBytes(dtype, readAt(file, offset + i * rowBytes, rowBytes, path)));
    },
    close: () => closeSync(file),
  };
}

function checkRows({ shape, fortranOrder }: NpyHeader, path: string): [number, ...number[]] {
  if (shape.length === 0)
    throw new UserError(`${path}: a single number, expected an array of samples along the first axis; save it as one`);
  if (fortranOrder && shape.length > 1)
    throw new UserError(
      `${path}: Fortran order, expected C order for streaming; save it with numpy.ascontiguousarray(array)`,
    );
  return shape as [number, ...number[]];
}

function readAt(file: number, position: number, length: number, path: string): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const got = readSync(file, bytes, done, length - done, position + done);
    if (got === 0) throw new UserError(`${path}: became shorter while it was read; try again`);
    done += got;
  }
  return bytes;
}

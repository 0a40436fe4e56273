import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { BoundedReader } from "../../formats/onnx/bounded-reader.js";
import { printable } from "../../formats/onnx/printable.js";
import { elementTypeName } from "../graphdef/element-type.js";
import { knownShape, shapeOf, toNumber } from "../graphdef/shape.js";
import { storedType, tensorOfBytes } from "../graphdef/tensor.js";
import { maskedCrc32c } from "./crc32c.js";
import { type BundleEntryProto, decodeBundleEntry, decodeBundleHeader } from "./schema.js";
import { readSortedTable } from "./sorted-table.js";

/** The tensors of a checkpoint by key. Each is read when it is asked for. */
export interface Bundle {
  /** @throws UserError when it is not there or damaged; `label` names what asks */
  tensor(key: string, label: string): Tensor;
}

/**
 * A checkpoint as TensorFlow's BundleWriter writes it: `PREFIX.index` with the places, `PREFIX.data-….` with the elements.
 * @param index the bytes of the index; @param prefix the path without its endings
 * @throws UserError
 */
export function openBundle(index: Uint8Array, prefix: string): Bundle {
  const name = `${printable(prefix)}.index`;
  const entries = readSortedTable(index, name);
  const header = decoded(decodeBundleHeader, entries.get("") ?? new Uint8Array(), name);
  if (header.endianness !== 0) throw new UserError(`${name}: big-endian, expected little-endian; save it on a PC`);
  return {
    tensor(key, label) {
      const bytes = entries.get(key);
      if (bytes === undefined || key === "")
        throw new UserError(`${label}: its elements ${printable(key)} are not in ${name}; save the model again`);
      const entry = decoded(decodeBundleEntry, bytes, `${name}: ${printable(key)}`);
      return tensorOfEntry(entry, header.numShards, prefix, label);
    },
  };
}

function decoded<T>(decode: (reader: BoundedReader) => T, bytes: Uint8Array, label: string): T {
  try {
    return decode(new BoundedReader(bytes));
  } catch (error) {
    throw new UserError(`${label}: damaged (${(error as Error).message}); copy the whole folder`);
  }
}

function tensorOfEntry(entry: BundleEntryProto, shards: number, prefix: string, label: string): Tensor {
  if (entry.slices.length > 0)
    throw new UserError(`${label}: stored in ${entry.slices.length} slices, expected whole; save the model again`);
  const shape = knownShape(shapeOf(entry.shape), label);
  const dtype = storedType(elementTypeName(entry.dtype), label);
  const digits = (value: number): string => String(value).padStart(5, "0");
  const path = `${prefix}.data-${digits(entry.shardId)}-of-${digits(shards)}`;
  const bytes = part(path, toNumber(entry.offset), toNumber(entry.size));
  if (maskedCrc32c(bytes) !== entry.crc32c)
    throw new UserError(`${label}: its checksum in ${printable(path)} differs; copy the whole folder`);
  return tensorOfBytes(bytes, dtype, shape, label);
}

/** A part of a file, without the rest. @throws UserError */
function part(path: string, offset: number, size: number): Uint8Array {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${printable(path)}: cannot be read (${code}); copy the whole folder`);
  }
  try {
    const { size: length } = fstatSync(file);
    if (!(offset >= 0 && size >= 0 && offset + size <= length))
      throw new UserError(
        `${printable(path)}: holds ${length} bytes, expected at least ${offset + size}; copy the whole folder`,
      );
    const bytes = new Uint8Array(size);
    for (let done = 0; done < size; ) {
      const read = readSync(file, bytes, done, size - done, offset + done);
      if (read === 0) throw new UserError(`${printable(path)}: became shorter while it was read; try again`);
      done += read;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

import { readFileSync } from "node:fs";
import { UserError } from "../../base/errors.js";
import { openNpy } from "../../base/tensor/npy-file.js";
import { type NpzColumn, type NpzFile, openNpz } from "../../base/tensor/npz-file.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxValueInfo } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";

/** An input that a sample is for. */
export type SampleInput = Pick<OnnxValueInfo, "name" | "shape"> &
  Partial<Pick<OnnxValueInfo, "dtype">> & {
    /** Channels at the other end are moved, not refused: an exporter moved those of the model. */
    readonly movesChannels?: true;
  };

/** One input's array in a file, by rows of its first axis. */
export interface Column {
  readonly shape: readonly number[];
  row(index: number): Tensor;
  close(): void;
}

/** The arrays of a set, by input: those of a `.npz`, or the only one of a `.npy`; rows are read one at a time. */
export function openColumns(path: string, inputs: readonly SampleInput[]): Map<SampleInput, Column> {
  if (!path.endsWith(".npz")) {
    const input = onlyInput(path, inputs);
    const file = openNpy(path);
    return new Map([[input, { shape: file.shape, row: (index) => file.readRow(index), close: () => file.close() }]]);
  }
  const columns = new Map<SampleInput, Column>();
  try {
    for (const input of inputs) columns.set(input, packedColumn(path, input));
    return columns;
  } catch (error) {
    for (const column of columns.values()) column.close();
    throw error;
  }
}

/** Rows of a `.npz` come in their order; for one before the last one the file is opened anew. */
function packedColumn(path: string, input: SampleInput): Column {
  let [file, column] = openArray(path, input);
  let next = 0;
  const { shape } = column;
  return {
    shape,
    row(index) {
      if (index < next) {
        file.close();
        [file, column] = openArray(path, input);
        next = 0;
      }
      for (; next < index; next++) column.next();
      next++;
      return column.next();
    },
    close: () => file.close(),
  };
}

function openArray(path: string, input: SampleInput): [NpzFile, NpzColumn] {
  const file = openNpz(path);
  try {
    const column = arrayOf(file.columns, input, path);
    if (column.shape.length > 0) return [file, column];
    throw new UserError(`${path}: an input must have a first axis of samples, got a scalar`);
  } catch (error) {
    file.close();
    throw error;
  }
}

export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

/** @throws UserError when a `.npz` lacks an input. */
export function arrayOf<T>(arrays: ReadonlyMap<string, T>, input: SampleInput, path: string): T {
  const array = arrays.get(input.name);
  if (array !== undefined) return array;
  const names = [...arrays.keys()].map(printable).join(", ");
  throw new UserError(
    `${path}: no array named ${printable(input.name)}, the file has ${names}; key the .npz by input name`,
  );
}

/** The input that a `.npy` is for. @throws UserError when the model has several. */
export function onlyInput(path: string, inputs: readonly SampleInput[]): SampleInput {
  if (inputs.length === 1) return inputs[0] as SampleInput;
  const names = inputs.map((input) => printable(input.name)).join(", ");
  throw new UserError(`${path}: the model has ${inputs.length} inputs (${names}); give a .npz keyed by input name`);
}

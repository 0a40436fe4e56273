import { readFileSync } from "node:fs";
import { UserError } from "../../base/errors.js";
import { openNpy } from "../../base/tensor/npy-file.js";
import { parseNpz } from "../../base/tensor/npz.js";
import { Tensor } from "../../base/tensor/tensor.js";
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

/** The arrays of a set, by input: those of a `.npz`, or the only one of a `.npy`, whose rows are read one at a time. */
export function openColumns(path: string, inputs: readonly SampleInput[]): Map<SampleInput, Column> {
  if (!path.endsWith(".npz")) {
    const input = onlyInput(path, inputs);
    const file = openNpy(path);
    return new Map([[input, { shape: file.shape, row: (index) => file.readRow(index), close: () => file.close() }]]);
  }
  const arrays = parseNpz(readBytes(path), path);
  return new Map(inputs.map((input) => [input, memoryColumn(arrayOf(arrays, input, path), path)]));
}

function memoryColumn(array: Tensor, path: string): Column {
  if (array.shape.length === 0)
    throw new UserError(`${path}: an input must have a first axis of samples, got a scalar`);
  const [count, ...shape] = array.shape as [number, ...number[]];
  const size = array.size / Math.max(count, 1);
  return {
    shape: array.shape,
    row: (index) => new Tensor(array.dtype, shape, array.data.slice(index * size, (index + 1) * size)),
    close: () => {},
  };
}

export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

/** @throws UserError when a `.npz` lacks an input. */
export function arrayOf(arrays: ReadonlyMap<string, Tensor>, input: SampleInput, path: string): Tensor {
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

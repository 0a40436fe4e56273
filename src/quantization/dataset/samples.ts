import { readFileSync } from "node:fs";
import { UserError } from "../../base/errors.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { openNpy } from "../../base/tensor/npy-file.js";
import { parseNpz } from "../../base/tensor/npz.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxValueInfo } from "../../formats/onnx/model.js";
import type { Sample } from "../calibrate/samples.js";

/** The samples of a file, in order; can be walked over more than once. */
export interface SampleFile extends Iterable<Sample> {
  readonly count: number;
}

/** An input that a sample is for. */
type SampleInput = Pick<OnnxValueInfo, "name" | "shape">;

/** What of a model decides how its sample is read. */
export interface SampledModel {
  readonly graph: { readonly inputs: readonly SampleInput[] };
}

/** One input's samples: `row(i)` has the shape of a sample without the batch axis. */
interface Column {
  readonly count: number;
  row(index: number): Tensor;
  close(): void;
}

/**
 * Opens a calibration or test set: a `.npy` of shape [samples, …] for a model with one input, a `.npz` keyed by input
 * name for any. Each sample gets a batch axis of 1. The rows of a `.npy` are read one at a time.
 * @throws UserError when the file cannot be read, lacks an input, or its inputs differ in length.
 */
export function openSamples(path: string, model: OnnxModel): SampleFile {
  const count = withColumns(path, model, (columns) => sampleCount(path, columns));
  return {
    count,
    *[Symbol.iterator]() {
      const columns = openColumns(path, model.graph.inputs);
      try {
        for (let index = 0; index < count; index++) {
          yield new Map([...columns].map(([name, column]) => [name, withBatchAxis(column.row(index))]));
        }
      } finally {
        for (const column of columns.values()) column.close();
      }
    },
  };
}

/**
 * The inputs of one run: a `.npy` of the only input's shape, or a `.npz` keyed by input name. An array that lacks just
 * the batch axis gets it.
 * @throws UserError when the file cannot be read or lacks an input.
 */
export function readSample(path: string, model: SampledModel): Sample {
  if (path.endsWith(".npz")) {
    const arrays = parseNpz(readBytes(path), path);
    return new Map(model.graph.inputs.map((input) => [input.name, inputOf(arrayOf(arrays, input, path), input)]));
  }
  const input = onlyInput(path, model.graph.inputs);
  return new Map([[input.name, inputOf(parseNpy(readBytes(path), path), input)]]);
}

function inputOf(tensor: Tensor, input: SampleInput): Tensor {
  if (tensor.dtype === "float32") {
    const index = (tensor.data as Float32Array).findIndex((value) => !Number.isFinite(value));
    if (index >= 0)
      throw new UserError(
        `input ${input.name}: all values must be finite, got ${tensor.data[index]} at index ${index}; look where the data was made`,
      );
  }
  return withRank(tensor, input);
}

function withColumns<T>(path: string, model: OnnxModel, use: (columns: ReadonlyMap<string, Column>) => T): T {
  const columns = openColumns(path, model.graph.inputs);
  try {
    return use(columns);
  } finally {
    for (const column of columns.values()) column.close();
  }
}

function sampleCount(path: string, columns: ReadonlyMap<string, Column>): number {
  const counts = new Set([...columns.values()].map((column) => column.count));
  if (counts.size === 1) {
    const [count] = counts as unknown as readonly [number];
    if (count === 0) throw new UserError(`${path}: the set is empty, expected at least one sample; save [samples, …]`);
    return count;
  }
  const found = [...columns].map(([name, column]) => `${name} has ${column.count}`).join(", ");
  throw new UserError(`${path}: every input needs the same number of samples, but ${found}; save as many for each`);
}

function openColumns(path: string, inputs: readonly SampleInput[]): Map<string, Column> {
  if (!path.endsWith(".npz")) return new Map([[onlyInput(path, inputs).name, fileColumn(path)]]);
  const arrays = parseNpz(readBytes(path), path);
  return new Map(inputs.map((input) => [input.name, memoryColumn(arrayOf(arrays, input, path), path)]));
}

function fileColumn(path: string): Column {
  const file = openNpy(path);
  return { count: file.count, row: (index) => file.readRow(index), close: () => file.close() };
}

function memoryColumn(array: Tensor, path: string): Column {
  if (array.shape.length === 0)
    throw new UserError(`${path}: an input must have a first axis of samples, got a scalar`);
  const [count, ...shape] = array.shape as [number, ...number[]];
  const size = array.size / Math.max(count, 1);
  return {
    count,
    row: (index) => new Tensor(array.dtype, shape, array.data.slice(index * size, (index + 1) * size)),
    close: () => {},
  };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

function arrayOf(arrays: ReadonlyMap<string, Tensor>, input: SampleInput, path: string): Tensor {
  const array = arrays.get(input.name);
  if (array !== undefined) return array;
  throw new UserError(
    `${path}: no array named ${input.name}, the file has ${[...arrays.keys()].join(", ")}; key the .npz by input name`,
  );
}

function onlyInput(path: string, inputs: readonly SampleInput[]): SampleInput {
  if (inputs.length === 1) return inputs[0] as SampleInput;
  const names = inputs.map((input) => input.name).join(", ");
  throw new UserError(`${path}: the model has ${inputs.length} inputs (${names}); give a .npz keyed by input name`);
}

function withBatchAxis(tensor: Tensor): Tensor {
  return tensor.reshape([1, ...tensor.shape]);
}

function withRank(tensor: Tensor, input: SampleInput): Tensor {
  return input.shape !== undefined && tensor.shape.length === input.shape.length - 1 ? withBatchAxis(tensor) : tensor;
}

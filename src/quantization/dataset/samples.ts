import { UserError } from "../../base/errors.js";
import { withChannelsAs } from "../../base/tensor/channels.js";
import { toBytes } from "../../base/tensor/dtype.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { parseNpz } from "../../base/tensor/npz.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { channelOrder, fitsShape } from "../calibrate/sample-shape.js";
import type { Sample } from "../calibrate/samples.js";
import { arrange } from "./arrangement.js";
import { arrayOf, type Column, onlyInput, openColumns, readBytes, type SampleInput } from "./columns.js";
import { convert } from "./convert.js";
import { isFolder, openFolder } from "./folder/open-folder.js";
import { sampleIndex } from "./sample-index.js";

/** The samples of a file or folder, in order; can be walked over more than once. */
export interface SampleFile extends Iterable<Sample> {
  readonly count: number;
  /** The `index`-th sample, from 0; −1 is the last. @throws UserError when there is none. */
  at(index: number): Sample;
}

/** What of a model decides how its sample is read. */
export interface SampledModel {
  readonly graph: { readonly inputs: readonly SampleInput[] };
}

/** Told what was done to the data so that it fits: one line. */
export type Remark = (line: string) => void;

/**
 * Opens a calibration or test set: a `.npy` of shape [samples, …] for a model with one input, a `.npz` keyed by input
 * name for any. A sample gets the input's batch axis where the file has none; where the first axis is no batch of 1, the
 * file holds `[samples, …the input's shape]` or all samples end to end. float64 becomes float32. The rows of a `.npy`
 * are read one at a time. A folder of images or WAVs says in its `dataset.json` how they become inputs.
 * @throws UserError when the file cannot be read, lacks an input, or its inputs differ in length.
 */
export function openSamples(path: string, model: OnnxModel, remark: Remark = () => {}): SampleFile {
  const { inputs } = model.graph;
  if (isFolder(path)) return openFolder(path, inputs);
  const count = withColumns(path, inputs, (columns) => {
    const count = sampleCount(path, columns);
    for (const [input, column] of columns) remarkOn(path, input, sampleOf(input, column, 0), column.row(0), remark);
    return count;
  });
  const read = (columns: ReadonlyMap<SampleInput, Column>, index: number): Sample =>
    new Map([...columns].map(([input, column]) => [input.name, sampleOf(input, column, index)]));
  return {
    count,
    at: (index) => withColumns(path, inputs, (columns) => read(columns, sampleIndex(path, index, count))),
    *[Symbol.iterator]() {
      const columns = openColumns(path, inputs);
      try {
        for (let index = 0; index < count; index++) yield read(columns, index);
      } finally {
        for (const column of columns.values()) column.close();
      }
    },
  };
}

/**
 * The inputs of one run: a `.npy` of the only input's shape, or a `.npz` keyed by input name. An array that lacks just
 * the batch axis gets it; float64 becomes float32.
 * @throws UserError when the file cannot be read or lacks an input, or when its channels stand at the other end (unless the
 * input moves them, which is remarked).
 */
export function readSample(path: string, model: SampledModel, remark: Remark = () => {}): Sample {
  const { inputs } = model.graph;
  const given = path.endsWith(".npz") ? parseNpz(readBytes(path), path) : undefined;
  const only = given === undefined ? onlyInput(path, inputs) : undefined;
  return new Map(
    inputs.map((input) => {
      const array = given === undefined ? parseNpy(readBytes(path), path) : arrayOf(given, input, path);
      const tensor = inputOf(array, only ?? input);
      remarkOn(path, input, tensor, array, remark);
      return [input.name, tensor];
    }),
  );
}

function remarkOn(path: string, input: SampleInput, tensor: Tensor, given: Tensor, remark: Remark): void {
  if (tensor.shape.length === given.shape.length && tensor.shape.join() !== given.shape.join())
    remark(
      `${path}: input ${printable(input.name)}: [${given.shape.join(", ")}] is transposed to [${tensor.shape.join(", ")}], where the model has its channels`,
    );
  if (tensor.dtype !== given.dtype)
    remark(`${path}: input ${printable(input.name)}: ${given.dtype} is converted to ${tensor.dtype}`);
}

function inputOf(given: Tensor, input: SampleInput): Tensor {
  const tensor = withRank(convert(given, input.dtype), input);
  if (tensor.dtype === "float32") {
    const index = (tensor.data as Float32Array).findIndex((value) => !Number.isFinite(value));
    if (index >= 0)
      throw new UserError(
        `input ${input.name}: all values must be finite, got ${given.data[index]} at index ${index}; look where the data was made`,
      );
  }
  const order = channelOrder(tensor.shape, input.shape);
  if (order !== undefined && input.movesChannels)
    return withChannelsAs(
      tensor,
      input.shape!.map((dim, axis) => (typeof dim === "number" ? dim : tensor.shape[axis]!)),
    );
  if (order !== undefined)
    throw new UserError(
      `input ${printable(input.name)}: must be [${input.shape!.join(", ")}], got ${tensor.dtype} [${tensor.shape.join(", ")}]: ${order}`,
    );
  return tensor;
}

function withColumns<T>(
  path: string,
  inputs: readonly SampleInput[],
  use: (columns: ReadonlyMap<SampleInput, Column>) => T,
): T {
  const columns = openColumns(path, inputs);
  try {
    return use(columns);
  } finally {
    for (const column of columns.values()) column.close();
  }
}

function sampleCount(path: string, columns: ReadonlyMap<SampleInput, Column>): number {
  const counted = [...columns].map(([input, { shape }]) => {
    return [input.name, Math.floor(shape[0]! / arrange(shape, input.shape).rows)] as const;
  });
  const counts = new Set(counted.map(([, count]) => count));
  if (counts.size === 1) {
    const [count] = counts as unknown as readonly [number];
    if (count === 0) throw new UserError(`${path}: the set is empty, expected at least one sample; save [samples, …]`);
    return count;
  }
  const found = counted.map(([name, count]) => `${printable(name)} has ${count}`).join(", ");
  throw new UserError(`${path}: every input needs the same number of samples, but ${found}; save as many for each`);
}

function sampleOf(input: SampleInput, column: Column, index: number): Tensor {
  const { rows, shape } = arrange(column.shape, input.shape);
  const parts = Array.from({ length: rows }, (_, i) => column.row(index * rows + i));
  const tensor = rows === 1 ? parts[0]!.reshape(shape) : joined(parts, shape);
  return convert(tensor, input.dtype);
}

function joined(parts: readonly Tensor[], shape: readonly number[]): Tensor {
  const result = Tensor.zeros(parts[0]!.dtype, shape);
  const bytes = toBytes(result.data);
  let offset = 0;
  for (const { data } of parts) {
    bytes.set(toBytes(data), offset);
    offset += data.byteLength;
  }
  return result;
}

function withRank(tensor: Tensor, { shape }: SampleInput): Tensor {
  if (shape === undefined || tensor.shape.length !== shape.length - 1 || fitsShape(tensor.shape, shape)) return tensor;
  return tensor.reshape([1, ...tensor.shape]);
}

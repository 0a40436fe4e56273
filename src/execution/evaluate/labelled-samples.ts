import { UserError } from "../../base/errors.js";
import { openNpy } from "../../base/tensor/npy-file.js";
import { type NpzColumn, openNpz } from "../../base/tensor/npz-file.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Sample } from "../../quantization/calibrate/samples.js";

/** One input of each of a model's inputs, by name, batch axis included, and what it is, where that is known. */
export interface LabelledSample {
  readonly inputs: Sample;
  readonly label?: Tensor;
}

/** Samples with their labels, read one after the other; may be walked over more than once. */
export interface LabelledSamples extends Iterable<LabelledSample> {
  readonly count: number;
  readonly hasLabels: boolean;
}

const LABEL = "label";

/**
 * Opens a test set: a `.npz` that holds the inputs by name, each [samples, …], and perhaps `label`; or a `.npy` of the
 * only input. It is streamed, packed or not: memory does not grow with the number of samples.
 * @param inputs the names of the model's inputs; an array of another name is taken for the only input of a model
 * @throws UserError when the file cannot be read, lacks an input, or its arrays differ in length.
 */
export function openLabelledSamples(path: string, inputs: readonly string[]): LabelledSamples {
  const columns = openColumns(path, inputs);
  const counts = new Set([...columns.arrays.values()].map(({ shape }) => shape[0] ?? 0));
  columns.close();
  const [count = 0] = counts;
  if (counts.size !== 1 || count === 0) {
    const found = [...columns.arrays].map(([name, { shape }]) => `${name} has ${shape[0] ?? 0}`).join(", ");
    throw new UserError(`${path}: every array needs the same number of samples, at least one, but ${found}`);
  }
  return {
    count,
    hasLabels: columns.arrays.has(LABEL),
    *[Symbol.iterator]() {
      const { arrays, close } = openColumns(path, inputs);
      try {
        for (let i = 0; i < count; i++) yield rowOf(arrays);
      } finally {
        close();
      }
    },
  };
}

function rowOf(arrays: ReadonlyMap<string, Pick<NpzColumn, "next">>): LabelledSample {
  const sample = new Map<string, Tensor>();
  let label: Tensor | undefined;
  for (const [name, column] of arrays) {
    const row = column.next();
    if (name === LABEL) label = row;
    else sample.set(name, row.reshape([1, ...row.shape]));
  }
  return label === undefined ? { inputs: sample } : { inputs: sample, label };
}

interface Columns {
  readonly arrays: ReadonlyMap<string, Pick<NpzColumn, "next" | "shape">>;
  close(): void;
}

function openColumns(path: string, inputs: readonly string[]): Columns {
  if (!path.toLowerCase().endsWith(".npz")) return onlyColumn(path, inputs);
  const { columns, close } = openNpz(path);
  const data = [...columns.keys()].filter((name) => name !== LABEL);
  const arrays = new Map<string, NpzColumn>();
  for (const name of inputs) {
    const column = columns.get(name) ?? (inputs.length === 1 && data.length === 1 ? columns.get(data[0]!) : undefined);
    if (column === undefined) {
      close();
      throw new UserError(
        `${path}: no array named ${name}, the file has ${[...columns.keys()].join(", ")}; key the .npz by input name`,
      );
    }
    arrays.set(name, column);
  }
  const label = columns.get(LABEL);
  if (label !== undefined) arrays.set(LABEL, label);
  return { arrays, close };
}

function onlyColumn(path: string, inputs: readonly string[]): Columns {
  if (inputs.length !== 1)
    throw new UserError(`${path}: the model has ${inputs.length} inputs (${inputs.join(", ")}); give a .npz of them`);
  const file = openNpy(path);
  let row = 0;
  const next = (): Tensor => file.readRow(row++);
  return { arrays: new Map([[inputs[0]!, { shape: file.shape, next }]]), close: () => file.close() };
}

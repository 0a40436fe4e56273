import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Converted } from "../convert.js";
import { count } from "../graph/value.js";

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A sample of inputs by name: reals from -1 to 1, or whole numbers below the number of rows of the table that they choose
 * from.
 */
function randomInputs({ inputs, model }: Converted, seed: number): Map<string, Tensor> {
  const random = randomNumbers(seed);
  return new Map(
    inputs.map(({ name, shape, dtype }) => {
      const rows = rowsOf(model, name) ?? (dtype === "float32" ? undefined : 2);
      const data = allocate(dtype, count(shape));
      for (let i = 0; i < data.length; i++) {
        const value = rows === undefined ? 2 * random() - 1 : Math.floor(random() * rows);
        data[i] = typeof data[i] === "bigint" ? BigInt(Math.floor(value)) : value;
      }
      return [name, new Tensor(dtype, shape, data)];
    }),
  );
}

/** How many rows the smallest table has that an input chooses from, by itself or cut to a whole number. */
function rowsOf({ graph }: OnnxModel, input: string): number | undefined {
  const moved = new Set([input]);
  const rows: number[] = [];
  for (const { opType, inputs, outputs } of graph.nodes) {
    const [table, chosen] = inputs as [string, string?];
    if (opType === "Gather" && chosen !== undefined && moved.has(chosen)) {
      const size = graph.initializers.get(table)?.shape[0];
      if (size !== undefined) rows.push(size);
    } else if (["Cast", "Reshape", "Squeeze", "Identity"].includes(opType) && moved.has(table)) moved.add(outputs[0]!);
  }
  return rows.length === 0 ? undefined : Math.min(...rows);
}

/** The samples that every proof runs beside given ones. */
export const randomSamples = (converted: Converted): Map<string, Tensor>[] =>
  [1, 2, 3].map((seed) => randomInputs(converted, seed));

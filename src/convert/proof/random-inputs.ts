import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { InputType } from "../convert.js";
import { count } from "../graph/value.js";
import type { Topology } from "../keras/topology.js";

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
 * A sample of inputs by name: reals from -1 to 1, or whole numbers below the size of the Embedding that reads them.
 * @param inputs in the source's axes
 */
export function randomInputs(inputs: readonly InputType[], topology: Topology, seed: number): Map<string, Tensor> {
  const random = randomNumbers(seed);
  return new Map(
    inputs.map(({ name, shape, dtype }) => {
      const rows = embeddingRows(topology, name);
      const data = allocate(dtype, count(shape));
      for (let i = 0; i < data.length; i++) {
        const value = rows === undefined ? 2 * random() - 1 : Math.floor(random() * rows);
        data[i] = typeof data[i] === "bigint" ? BigInt(Math.floor(value)) : value;
      }
      return [name, new Tensor(dtype, shape, data)];
    }),
  );
}

function embeddingRows({ layers }: Topology, input: string): number | undefined {
  const reader = layers.find(
    ({ className, calls }) =>
      className === "Embedding" && calls.some((call) => call.some(({ layer }) => layer === input)),
  );
  return reader === undefined ? undefined : Number(reader.config.input_dim);
}

import type { Candidate } from "../candidate.js";
import { accumulatePixels } from "./accumulate.js";
import { finishAll } from "./finish.js";
import type { Product } from "./model.js";

/**
 * The output shares memory with the input: every pixel that is stored may destroy what a later one reads. Tried for an
 * output that starts at the input's own address.
 */
export function overlapCandidate({ taps, finish }: Product): Candidate[] {
  const { output } = taps.geometry;
  const { x } = taps;
  if (!(x instanceof Int8Array) || output.n !== 1) return [];
  const predict = () => {
    const memory = new Int8Array(Math.max(x.length, output.h * output.w * output.c));
    memory.set(x);
    const shared = { ...taps, x: memory };
    const values = new Int8Array(output.h * output.w * output.c);
    for (let pixel = 0; pixel < output.h * output.w; pixel++) {
      const made = finishAll(accumulatePixels(shared, Int32Array.of(pixel)), finish);
      values.set(made, pixel * output.c);
      memory.set(made, pixel * output.c);
    }
    return { values: memory.slice(0, values.length) };
  };
  return [
    {
      family: "memory",
      cause: "in-place",
      text: "the output is written over its own input while it is still being read",
      look: "the memory plan: input and output of this call must not overlap",
      bits: 4,
      predict,
    },
  ];
}

import { sizeOf } from "../../../kernels-ref/index.js";
import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Program } from "../../ir/graph/program.js";
import type { Feeds } from "./subject.js";

/** Numbers for a model that nobody gave an input for: the same ones every time, −1 … 1, or over all of an integer's range. */
export function madeInput(program: Program): { readonly feeds: Feeds; readonly text: string } {
  let state = 1;
  // Numerical Recipes' linear congruential generator.
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const feeds = new Map<string, Tensor>();
  for (const layer of program.layers) {
    if (layer.kind !== "input") continue;
    const { dtype, shape } = layer.types[0]!;
    const data = allocate(dtype, sizeOf(shape));
    const half = dtype === "int16" ? 32767 : 127;
    if (data instanceof Float32Array) for (let i = 0; i < data.length; i++) data[i] = 2 * next() - 1;
    else if (!(data instanceof BigInt64Array || data instanceof BigUint64Array))
      for (let i = 0; i < data.length; i++) data[i] = Math.round((2 * next() - 1) * half);
    feeds.set(layer.name, new Tensor(dtype, shape, data));
  }
  return { feeds, text: "made-up numbers, always the same (drop an image or a .npy for others)" };
}

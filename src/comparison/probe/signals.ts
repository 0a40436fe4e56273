import { Tensor } from "../../base/tensor/tensor.js";

/** Reproducible random numbers 0 ≤ x < 1: mulberry32. */
export function randomSource(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Inputs made for a layer, each from what it had in the run: of its dtype, its shape and a range that it knows. */
export type Signal = (recorded: Tensor, random: () => number) => Tensor;

const filled = ({ dtype, shape, data }: Tensor, value: (i: number) => number): Tensor => {
  const copy = data.slice() as Float32Array;
  for (let i = 0; i < copy.length; i++) copy[i] = value(i);
  return new Tensor(dtype, shape, copy);
};

/** Indices and other integers are left in another order: values of their own might point out of bounds. */
function shuffled(recorded: Tensor, random: () => number): Tensor {
  const copy = recorded.data.slice() as Float32Array;
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return new Tensor(recorded.dtype, recorded.shape, copy);
}

const isNumeric = ({ dtype }: Tensor): boolean => dtype === "int8" || dtype === "int16" || dtype === "float32";

/** The largest magnitude of a recorded tensor of floats. */
function largest({ data }: Tensor): number {
  let most = 0;
  for (let i = 0; i < data.length; i++)
    if (Number.isFinite(Number(data[i]))) most = Math.max(most, Math.abs(Number(data[i])));
  return most || 1;
}

/** Zero everywhere. */
export const zeros: Signal = (recorded) => (isNumeric(recorded) ? filled(recorded, () => 0) : recorded);

/** Independent values between −size and size (of 128), or as far as the recorded floats went, and a little further. */
export function noise(size = 128): Signal {
  return (recorded, random) => {
    if (recorded.dtype === "int16") return filled(recorded, () => Math.floor((2 * random() - 1) * size * 256));
    if (recorded.dtype === "int8") {
      const low = -size;
      const count = 2 * size + (size === 128 ? 0 : 1);
      return filled(recorded, () => low + Math.floor(random() * count));
    }
    if (recorded.dtype !== "float32") return shuffled(recorded, random);
    const most = (1.25 * largest(recorded) * size) / 128;
    return filled(recorded, () => Math.fround((2 * random() - 1) * most));
  };
}

/** Every element at one end of its range. */
export const extremes: Signal = (recorded, random) => {
  if (recorded.dtype === "int8") return filled(recorded, () => (random() < 0.5 ? -128 : 127));
  if (recorded.dtype === "int16") return filled(recorded, () => (random() < 0.5 ? -32768 : 32767));
  if (recorded.dtype !== "float32") return shuffled(recorded, random);
  const most = 4 * largest(recorded);
  return filled(recorded, () => (random() < 0.5 ? -most : most));
};

/** The recorded values in another order: floats stay what integers made them. */
export const reordered: Signal = shuffled;

/** Ascending values that begin again, from somewhere on. */
export const ramp: Signal = (recorded, random) => {
  if (!isNumeric(recorded)) return recorded;
  const start = Math.floor(random() * 256);
  if (recorded.dtype === "int8") return filled(recorded, (i) => ((i * 37 + start) << 24) >> 24);
  if (recorded.dtype === "int16") return filled(recorded, (i) => ((i * 7919 + start * 257) << 16) >> 16);
  const most = largest(recorded);
  const { size } = recorded;
  return filled(recorded, (i) => Math.fround(((2 * ((i + start) % size)) / size - 1) * most));
};

import { readFileSync } from "node:fs";

/** What onnxruntime 1.14's calibrators (numpy 1.24, scipy 1.10) made of ten seeded samples. */
export interface ReferenceSet {
  readonly data: { seed: number; n: number; power: number; scale: number; shift: number };
  readonly entropy: readonly [bins: number, quantizedBins: number, range: [number, number]][];
  readonly percentile: readonly [bins: number, percentile: number, range: [number, number]][];
  readonly histogram: { bins: number; counts: number[] };
  readonly moving_average: [number, number];
}

export const SAMPLES = 10;

export function referenceSets(): ReferenceSet[] {
  return JSON.parse(readFileSync(new URL("calibrators.json", import.meta.url), "utf8")) as ReferenceSet[];
}

/** scale · u^power + shift for a linear congruential u in [−1, 1), cut into samples. */
export function referenceSamples({ seed, n, power, scale, shift }: ReferenceSet["data"]): Float32Array[] {
  let state = seed;
  const values = Float32Array.from({ length: n }, () => {
    state = Number((1664525n * BigInt(state) + 1013904223n) % 4294967296n);
    const u = state / 2147483648 - 1;
    let value = u;
    for (let i = 1; i < power; i++) value *= u;
    return value * scale + shift;
  });
  const size = n / SAMPLES;
  return Array.from({ length: SAMPLES }, (_, i) => values.subarray(i * size, (i + 1) * size));
}

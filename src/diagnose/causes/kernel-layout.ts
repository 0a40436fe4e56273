import type { TapsChange, TapsFamily } from "../product/change.js";
import { type KernelAxis, type Product, packRows } from "../product/model.js";

const LOOK = "the order in which the exporter wrote the weights, against the order in which the kernel reads them";

/** The weights' axes in another order than the kernel reads, or their taps mirrored. */
export const kernelLayout: TapsFamily = {
  family: "kernel-layout",
  changes(product) {
    const { taps, kernel, axes } = product;
    const law = letters(axes);
    const seen = new Set([taps.rows.join()]);
    const changes: TapsChange[] = [];
    const add = (cause: string, text: string, bits: number, rows: Int8Array): void => {
      const key = rows.join();
      if (seen.has(key)) return;
      seen.add(key);
      changes.push({ cause, text, look: LOOK, bits, taps: { ...taps, rows } });
    };
    for (const order of permutations(axes)) {
      const name = letters(order);
      const bits = ["OIHW", "HWIO", "HWOI", "OHWI", "IO", "OI"].includes(name) ? 3 : 6;
      add(`read-${name}`, `the weights lie as ${law} and are read as ${name}`, bits, packRows(kernel, order));
    }
    for (const order of permutations(axes)) {
      const name = letters(order);
      const bits = ["OIHW", "HWIO", "HWOI", "OHWI", "IO", "OI"].includes(name) ? 3.5 : 6.5;
      add(
        `stored-${name}`,
        `the weights were written as ${name} and are read as ${law}`,
        bits,
        packRows(reorder(kernel, axes, order), axes),
      );
    }
    for (const [cause, text, rows] of mirrored(product)) add(cause, text, 4, rows);
    return changes;
  },
};

const letters = (axes: readonly KernelAxis[]): string => axes.map(({ name }) => name).join("");

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Weights that lie in the order of `from`, written in the order of `to`. */
function reorder(kernel: Int8Array, from: readonly KernelAxis[], to: readonly KernelAxis[]): Int8Array {
  const step = (name: string): number => {
    const at = from.findIndex((axis) => axis.name === name);
    return from.slice(at + 1).reduce((product, { size }) => product * size, 1);
  };
  const sizes = to.map(({ size }) => size);
  const steps = to.map(({ name }) => step(name));
  const result = new Int8Array(kernel.length);
  const at = sizes.map(() => 0);
  for (let target = 0, source = 0; target < result.length; target++) {
    result[target] = kernel[source]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      if (++at[axis]! < sizes[axis]!) break;
      source -= steps[axis]! * sizes[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}

/** Rows [o][h][w][i] with the taps in reverse order along the column, the row, or both; and rows and columns swapped. */
function mirrored({ taps: { geometry, rows } }: Product): [string, string, Int8Array][] {
  const { kernelHeight: h, kernelWidth: w, groupInputs } = geometry;
  if (h * w === 1) return [];
  const make = (tap: (r: number, s: number) => number): Int8Array => {
    const result = new Int8Array(rows.length);
    for (let o = 0; o < rows.length; o += h * w * groupInputs)
      for (let r = 0; r < h; r++)
        for (let s = 0; s < w; s++)
          for (let i = 0; i < groupInputs; i++)
            result[o + (r * w + s) * groupInputs + i] = rows[o + tap(r, s) * groupInputs + i]!;
    return result;
  };
  return [
    [
      "turned",
      "the kernel's taps are turned by 180° (convolution instead of correlation)",
      make((r, s) => (h - 1 - r) * w + (w - 1 - s)),
    ],
    ["mirrored-rows", "the kernel's rows are in reverse order", make((r, s) => (h - 1 - r) * w + s)],
    ["mirrored-columns", "the kernel's columns are in reverse order", make((r, s) => r * w + (w - 1 - s))],
    ...(h === w
      ? [
          ["swapped", "the kernel's rows and columns are swapped", make((r, s) => s * w + r)] as [
            string,
            string,
            Int8Array,
          ],
        ]
      : []),
  ];
}

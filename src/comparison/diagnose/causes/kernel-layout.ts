import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Product } from "../product/model.js";
import { misread, plainOrders, type WeightOrder } from "../product/weight-order.js";

const LOOK = "the order in which the exporter wrote the weights, against the order in which the kernel reads them";
/** Orders that some framework uses. */
const USUAL = new Set(["OIHW", "HWIO", "HWOI", "OHWI", "IHWO", "IO", "OI", "HWO", "OHW"]);

/** The weights' axes in another order than the kernel reads, or their taps mirrored. */
export const kernelLayout: TapsFamily = {
  family: "kernel-layout",
  changes(product) {
    const { taps, orders, axes } = product;
    const seen = new Set([fingerprint(taps.rows)]);
    const changes: TapsChange[] = [];
    const add = (cause: string, text: string, bits: number, rows: Int8Array): void => {
      const key = fingerprint(rows);
      if (!seen.has(key)) changes.push({ cause, text, look: LOOK, bits, taps: { ...taps, rows } });
      seen.add(key);
    };
    const mix = (written: WeightOrder, read: WeightOrder, word: string, bits: number): void => {
      const unusual = [written, read].some(
        ({ name }) => !orders.some((order) => order.name === name) && !USUAL.has(name),
      );
      const text = `the weights lie as ${written.name} and are read as ${read.name}`;
      add(`${word}`, text, bits + (unusual ? 3 : 0), misread(taps.rows as Int8Array, written, read));
    };
    const plain = plainOrders(axes);
    const usual = plain.filter(({ name }) => USUAL.has(name));
    // Orders that are the same for this kernel go by the first, most usual name.
    const all = [...orders, ...usual, ...plain];
    for (const law of orders) for (const read of all) mix(law, read, `read-${read.name}`, 3);
    for (const law of orders) for (const written of all) mix(written, law, `stored-${written.name}`, 3.5);
    for (const [cause, text, rows] of mirrored(product)) add(cause, text, 4, rows);
    return changes;
  },
};

/** Two different sets of weights have different fingerprints, but for one chance in 2^50 or so. */
function fingerprint(rows: Int8Array | Int16Array): string {
  let [a, b] = [0, 1];
  for (let i = 0; i < rows.length; i++) {
    a = (Math.imul(a, 31) + rows[i]!) | 0;
    b = (Math.imul(b ^ rows[i]!, 0x01000193) + i) | 0;
  }
  return `${a},${b}`;
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

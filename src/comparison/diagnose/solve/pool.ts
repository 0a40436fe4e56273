import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { pooling } from "../../../../kernels-ref/pooling.js";
import { alike } from "../score.js";
import { indexSetWords } from "../words/index-set.js";
import { within } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the loops over the window, its padding and its first element";
/** Rows and columns around the window that are looked at too. */
const MARGIN = 2;
const LEAST = 40;

/** Max pools: which elements around each window count. One that counts is never larger than the result. */
export const pool: Solver = ({ all, found, expected, where, input }): Solution[] => {
  if (input.op !== "nn.max_pool2d" || all.length < 3) return [];
  const geometry = pooling(input.inputs[0]!.tensor, input.reference, input.attributes);
  const { image, imageStride, output, outputStride } = geometry;
  const [height, width] = pair(numbersAttribute(input.attributes, "pool_size"));
  const [strideY, strideX] = pair(numbersAttribute(input.attributes, "strides"));
  const padding = numbersAttribute(input.attributes, "padding");
  const [top, left] = [padding[0] ?? 0, padding[1] ?? padding[0] ?? 0];
  const offsets: (readonly [number, number])[] = [];
  for (let r = -MARGIN; r < height + MARGIN; r++) for (let s = -MARGIN; s < width + MARGIN; s++) offsets.push([r, s]);
  const scan = (run: number, visit: (i: number, value: (r: number, s: number) => number | undefined) => void): void => {
    const x = all[run]!.inputs[0]!.tensor.data as ArrayLike<number>;
    for (let n = 0; n < output.n; n++)
      for (let c = 0; c < output.c; c++)
        for (let oy = 0; oy < output.h; oy++)
          for (let ox = 0; ox < output.w; ox++) {
            const i = n * outputStride.n + c * outputStride.c + oy * outputStride.h + ox * outputStride.w;
            if (where.closure[i] === 0) continue;
            visit(i, (r, s) => {
              const [row, column] = [oy * strideY - top + r, ox * strideX - left + s];
              if (row < 0 || column < 0 || row >= image.h || column >= image.w) return undefined;
              return x[n * imageStride.n + c * imageStride.c + row * imageStride.h + column * imageStride.w];
            });
          }
  };
  const [seen, larger] = [new Int32Array(offsets.length), new Uint8Array(offsets.length)];
  for (const run of all.keys())
    scan(run, (i, value) => {
      for (let k = 0; k < offsets.length; k++) {
        const x = value(...offsets[k]!);
        if (x === undefined) continue;
        seen[k]!++;
        if (x > found[run]![i]!) larger[k] = 1;
      }
    });
  const window = offsets.filter((_, k) => larger[k] === 0 && seen[k]! >= LEAST);
  if (window.length === 0) return [];
  const made = all.map((_, run) => {
    const values = Float64Array.from(expected[run]!);
    scan(run, (i, value) => {
      let most = Number.NEGATIVE_INFINITY;
      for (const [r, s] of window) most = Math.max(most, value(r, s) ?? most);
      values[i] = most === Number.NEGATIVE_INFINITY ? -128 : most;
    });
    return values;
  });
  if (!made.every((values, run) => values.every((value, i) => alike(value, found[run]![i]!)))) return [];
  const text = windowWords(window, height, width);
  if (text === undefined) return [];
  return [
    {
      family: "pool",
      cause: text,
      text: `${text}${within(where.text)}`,
      look: LOOK,
      bits: 24,
      predict: (run) => ({ values: made[all.indexOf(run)]! }),
    },
  ];
};

function windowWords(
  window: readonly (readonly [number, number])[],
  height: number,
  width: number,
): string | undefined {
  const has = new Set(window.map((offset) => offset.join()));
  const missing: string[] = [];
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  for (let r = 0; r < height; r++)
    for (let s = 0; s < width; s++) {
      if (has.has(`${r},${s}`)) continue;
      missing.push(`${r},${s}`);
      rows.add(r);
      columns.add(s);
    }
  const extra = window.filter(([r, s]) => r < 0 || s < 0 || r >= height || s >= width);
  if (missing.length === 0 && extra.length === 0) return undefined;
  const sorted = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
  const parts: string[] = [];
  if (missing.length > 0 && rows.size * width === missing.length)
    parts.push(
      `${indexSetWords("row", sorted(rows), height) || "every row"} of the window ${rows.size > 1 ? "are" : "is"} not read`,
    );
  else if (missing.length > 0 && columns.size * height === missing.length)
    parts.push(
      `${indexSetWords("column", sorted(columns), width) || "every column"} of the window ${columns.size > 1 ? "are" : "is"} not read`,
    );
  else if (missing.length > 0)
    parts.push(
      `${missing.length} of ${height * width} elements of the window are not read (row, column ${missing.slice(0, 4).join("; ")})`,
    );
  if (extra.length > 0)
    parts.push(
      `${extra.length} elements outside of the window are read (row, column ${extra
        .slice(0, 4)
        .map((o) => o.join())
        .join("; ")})`,
    );
  return parts.join(", ");
}

const pair = (values: readonly number[]): [number, number] => [values[0] ?? 1, values[1] ?? values[0] ?? 1];

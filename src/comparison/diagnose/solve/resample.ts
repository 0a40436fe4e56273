import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { sourceCoordinates } from "../../../../kernels-ref/resize-coordinates.js";
import { imageAxes } from "../../../../kernels-ref/window.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import { signatures } from "./signatures.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the tables of rows and columns in this call, and how the kernel reads them";
const LEAST = 5;

/** Resizes whose every element is one of the input: which row and column stands in place of which. */
export const resample: Solver = (runs): Solution[] => {
  const { input, all, found } = runs;
  const [source] = input.inputs;
  if (input.op !== "image.resize2d" || source === undefined || source.tensor.dtype !== input.reference.dtype) return [];
  if (all.length < LEAST) return [];
  const layout = stringAttribute(input.attributes, "layout", "NCHW");
  const [image, result] = [imageAxes(source.tensor, layout), imageAxes(input.reference, layout)];
  const values = all.map(({ inputs }) => inputs[0]!.tensor.data as ArrayLike<number>);
  const places = signatures(values).of(found);
  const rowOf = (place: number): number => Math.floor(place / image.stride.h) % image.size.h;
  const columnOf = (place: number): number => Math.floor(place / image.stride.w) % image.size.w;
  const at = (i: number): [number, number] => [
    Math.floor(i / result.stride.h) % result.size.h,
    Math.floor(i / result.stride.w) % result.size.w,
  ];
  for (const exchanged of [false, true]) {
    const rows = table(exchanged ? result.size.w : result.size.h, (i) => at(i)[exchanged ? 1 : 0], rowOf, places);
    const columns = table(exchanged ? result.size.h : result.size.w, (i) => at(i)[exchanged ? 0 : 1], columnOf, places);
    if (rows === undefined || columns === undefined) continue;
    const predict = (run: DiagnosisInput) => {
      const x = run.inputs[0]!.tensor.data as ArrayLike<number>;
      const made = new Float64Array(input.reference.size);
      for (let n = 0; n < result.size.n; n++)
        for (let oy = 0; oy < result.size.h; oy++)
          for (let ox = 0; ox < result.size.w; ox++)
            for (let c = 0; c < result.size.c; c++) {
              const [row, column] = exchanged ? [rows[ox]!, columns[oy]!] : [rows[oy]!, columns[ox]!];
              made[n * result.stride.n + oy * result.stride.h + ox * result.stride.w + c * result.stride.c] =
                x[n * image.stride.n + row * image.stride.h + column * image.stride.w + c * image.stride.c]!;
            }
      return { values: made };
    };
    if (!all.every((run, k) => predict(run).values.every((value, i) => alike(value, found[k]![i]!)))) continue;
    const own = {
      rows: sourceCoordinates(image.size.h, result.size.h, input.attributes),
      columns: sourceCoordinates(image.size.w, result.size.w, input.attributes),
    };
    const linear = stringAttribute(input.attributes, "method", "linear") === "linear";
    const parts = [
      ...(exchanged ? ["rows and columns are exchanged"] : []),
      ...(linear ? ["nothing is blended: every element is one of the input"] : []),
      ...words("row", rows, linear || exchanged ? undefined : Array.from(own.rows.nearest)),
      ...words("column", columns, linear || exchanged ? undefined : Array.from(own.columns.nearest)),
    ];
    if (parts.length === 0) continue;
    return [{ family: "resize", cause: parts.join(", "), text: parts.join("; "), look: LOOK, bits: 8, predict }];
  }
  return [];
};

/** For each position along one axis of the output the one position of the input that it shows. */
function table(
  length: number,
  position: (i: number) => number,
  from: (place: number) => number,
  places: ReadonlyMap<number, readonly number[]>,
): number[] | undefined {
  const found: (number | undefined)[] = new Array(length).fill(undefined);
  for (const [i, options] of places) {
    if (options.length !== 1) continue;
    const [at, to] = [position(i), from(options[0]!)];
    if (found[at] !== undefined && found[at] !== to) return undefined;
    found[at] = to;
  }
  return found.includes(undefined) ? undefined : (found as number[]);
}

/** What an axis shows, beside what it should where that is known. */
function words(name: string, found: readonly number[], own: readonly number[] | undefined): string[] {
  if (own?.every((value, i) => value === found[i])) return [];
  const shown = `${name}s show ${found.slice(0, 8).join(", ")} … of the input`;
  const law = rule(found);
  return [
    `${shown}${law === undefined ? "" : ` (${law})`}${own === undefined ? "" : ` instead of ${own.slice(0, 8).join(", ")} …`}`,
  ];
}

function rule(found: readonly number[]): string | undefined {
  const most = Math.max(...found);
  const all = (law: (p: number) => number): boolean =>
    found.every((value, p) => value === Math.max(0, Math.min(most, law(p))));
  for (const by of [1, 2, 3, 4, 8]) {
    const over = by === 1 ? "p" : `p / ${by}`;
    if (all((p) => Math.floor(p / by))) return by === 1 ? "not enlarged" : `${over}, rounded down`;
    if (by > 1 && all((p) => Math.ceil(p / by))) return `${over}, rounded up`;
    if (by > 1 && all((p) => Math.round(p / by))) return `${over}, rounded`;
    if (by > 1 && all((p) => Math.floor((p - 1) / by))) return `(p − 1) / ${by}, rounded down`;
  }
  if (all((p) => p % (most + 1))) return "again and again";
  if (all((p) => found[0]! - Math.floor((p * (most + 1)) / found.length))) return "in reverse order";
  return undefined;
}

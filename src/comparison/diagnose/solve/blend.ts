import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { sourceCoordinates } from "../../../../kernels-ref/resize-coordinates.js";
import { imageAxes } from "../../../../kernels-ref/window.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the blend of neighbours in the resize kernel: its fractions, its neighbours, the cast of its result";
const round = Math.fround;
const SAMPLE = 200;

type Coordinates = ReturnType<typeof sourceCoordinates>;
/** The fraction with which the further neighbour counts. */
type Fraction = readonly [words: (line: string) => string, of: (own: number) => number];

const FRACTIONS: readonly Fraction[] = [
  [() => "", (own) => own],
  [
    (line) =>
      `${line} are not blended: the nearer end of the table is taken (the ${line === "rows" ? "upper" : "left"} one)`,
    () => 0,
  ],
  [(line) => `${line} are not blended: the ${line === "rows" ? "lower" : "right"} one is taken`, () => 1],
  [(line) => `${line} are blended half and half`, () => 0.5],
  [(line) => `the weights of both neighbouring ${line} are exchanged`, (own) => round(1 - own)],
  [(line) => `${line} are not blended: the nearest is taken`, (own) => (own < 0.5 ? 0 : 1)],
  [(line) => `${line} are blended with the square of the fraction`, (own) => round(own * own)],
];
const ENDS: readonly (readonly [string, (value: number) => number])[] = [
  ["", Math.trunc],
  ["the result is rounded to nearest instead of cut", (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5)],
  ["the result is rounded down instead of cut", Math.floor],
  ["the result is rounded half up instead of cut", (value) => Math.floor(value + 0.5)],
  ["the result is rounded up", Math.ceil],
];
const SHIFTS = [0, -1, 1] as const;

/** Linear resizes: which neighbours count, with which weight, and how an integer is made of it. */
export const blend: Solver = ({ all, found, input }): Solution[] => {
  const [source] = input.inputs;
  if (input.op !== "image.resize2d" || source === undefined) return [];
  if (stringAttribute(input.attributes, "method", "linear") !== "linear") return [];
  const layout = stringAttribute(input.attributes, "layout", "NCHW");
  const [image, result] = [imageAxes(source.tensor, layout), imageAxes(input.reference, layout)];
  const own = {
    rows: sourceCoordinates(image.size.h, result.size.h, input.attributes),
    columns: sourceCoordinates(image.size.w, result.size.w, input.attributes),
  };
  const isFloat = input.reference.dtype === "float32";
  const element = (
    x: ArrayLike<number>,
    i: number,
    rows: Fraction,
    columns: Fraction,
    end: (value: number) => number,
    shift: readonly [number, number],
  ): number => {
    const position = (step: number, length: number): number => Math.floor(i / step) % length;
    const { size, stride } = result;
    const [oy, ox] = [position(stride.h, size.h), position(stride.w, size.w)];
    const base = position(stride.n, size.n) * image.stride.n + position(stride.c, size.c) * image.stride.c;
    const [upper, lower] = ends(own.rows, oy, shift[0], image.size.h);
    const [left, right] = ends(own.columns, ox, shift[1], image.size.w);
    const at = (row: number, column: number): number => x[base + row * image.stride.h + column * image.stride.w]!;
    const [t, s] = [columns[1](own.columns.fraction[ox]!), rows[1](own.rows.fraction[oy]!)];
    const value = mix(mix(at(upper, left), at(upper, right), t), mix(at(lower, left), at(lower, right), t), s);
    return isFloat ? value : end(value);
  };
  const step = Math.max(1, Math.floor(input.reference.size / SAMPLE));
  for (const rows of FRACTIONS)
    for (const columns of FRACTIONS)
      for (const [ended, end] of isFloat ? ENDS.slice(0, 1) : ENDS)
        for (const down of SHIFTS)
          for (const across of SHIFTS) {
            const words = [
              rows[0]("rows"),
              columns[0]("columns"),
              ended,
              moved("rows", down),
              moved("columns", across),
            ].filter((part) => part !== "");
            if (words.length === 0 || words.length > 2) continue;
            const make = ({ inputs }: DiagnosisInput, i: number): number =>
              element(inputs[0]!.tensor.data as ArrayLike<number>, i, rows, columns, end, [down, across]);
            const fits = (by: number): boolean =>
              all.every((run, k) => {
                for (let i = 0; i < run.reference.size; i += by) if (!alike(make(run, i), found[k]![i]!)) return false;
                return true;
              });
            if (!fits(step) || !fits(1)) continue;
            const text =
              rows === columns && rows !== FRACTIONS[0]
                ? [rows[0]("rows"), ...words.slice(1).map(() => "columns alike")].join(", ")
                : words.join(", ");
            const predict = (run: DiagnosisInput) => ({
              values: Float64Array.from({ length: run.reference.size }, (_, i) => make(run, i)),
            });
            return [{ family: "resize", cause: text, text, look: LOOK, bits: 6 + 4 * words.length, predict }];
          }
  return [];
};

const moved = (line: string, by: number): string =>
  by === 0 ? "" : `${line} are taken one too ${by > 0 ? "far" : "early"} from the input`;

function ends({ below, above }: Coordinates, at: number, by: number, length: number): [number, number] {
  const limited = (value: number): number => Math.max(0, Math.min(length - 1, value + by));
  return [limited(below[at]!), limited(above[at]!)];
}

const mix = (a: number, b: number, t: number): number => round(round(a * round(1 - t)) + round(b * t));

import { type Rounding, roundToInteger } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { whereOf } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the loop that quantizes the input: (int8_t) clamp(roundf(x / scale)), and the types on the way";
const ROUNDINGS: readonly Rounding[] = ["half-away", "toward-zero", "floor", "half-up", "half-even"];
const ROUNDED: Readonly<Record<Rounding, string>> = {
  "half-away": "",
  "toward-zero": "cut toward zero, not rounded",
  floor: "rounded down",
  "half-up": "ties rounded up",
  "half-even": "ties rounded to even",
};
/** Limits before the cast, and the words for them. */
const LIMITS: readonly (readonly [number, number, string])[] = [
  [-128, 127, ""],
  [0, 255, "limited to 0 … 255 and cast as uint8"],
  [0, 127, "negative values became 0"],
  [-127, 127, "limited to −127 … 127"],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, "not limited: wraps at 8 bits"],
];
const OFFSETS: readonly (readonly [number, string])[] = [
  [0, ""],
  [-128, "128 too small (a zero point of −128)"],
  [128, "128 too large (a zero point of 128)"],
];
const SCALES: readonly (readonly [number, string])[] = [
  [1, ""],
  [255, "times 255: the image is taken as 0 … 255"],
  [1 / 255, "over 255: the image is normalized twice"],
  [127, "times 127"],
  [1 / 127, "over 127"],
  [1 / 128, "over 128"],
  [128, "times 128"],
  [256, "times 256"],
  [1 / 256, "over 256"],
  [2, "twice too large"],
  [0.5, "half too small"],
  [-1, "with its sign turned"],
];
const SAMPLE = 64;

/** Float to int8: every combination of scale, zero point, rounding, limits and cast that firmware comes up with. */
export const quantize: Solver = (runs): Solution[] => {
  const { input, all, expected, found, where } = runs;
  const [source] = input.inputs;
  if (input.op !== "esp.quantize" || source?.tensor.dtype !== "float32") return [];
  const scale = Math.fround(numberAttribute(input.attributes, "scale"));
  for (const marks of [where.closure]) {
    const inside = [...marks.keys()].filter((i) => marks[i] === 1);
    const sample = inside.filter((_, k) => k % Math.max(1, Math.floor(inside.length / SAMPLE)) === 0);
    const fits = (indices: readonly number[], value: (x: number) => number): boolean =>
      all.every((run, at) => {
        const x = run.inputs[0]!.tensor.data as Float32Array;
        return indices.every((i) => value(x[i]!) === found[at]![i]);
      });
    for (const [factor, scaled] of SCALES)
      for (const [offset, moved] of OFFSETS)
        for (const [low, high, limited] of LIMITS)
          for (const rounding of ROUNDINGS) {
            const value = (x: number): number => {
              const y = roundToInteger(Math.fround((x * factor) / scale), rounding) + offset;
              return (Math.trunc(Math.max(low, Math.min(high, y))) << 24) >> 24;
            };
            if (!fits(sample, value) || !fits(inside, value)) continue;
            const words = [scaled, moved, limited, ROUNDED[rounding]].filter((part) => part !== "");
            if (words.length === 0) continue;
            return [
              {
                ...{ family: "quantize", cause: words.join(", "), look: LOOK, bits: 8 + 3 * words.length },
                text: `the input is quantized otherwise: ${words.join("; ")}${whereOf(runs, marks)}`,
                predict: (run) => {
                  const at = all.indexOf(run);
                  const x = run.inputs[0]!.tensor.data as Float32Array;
                  return {
                    values: Float64Array.from(expected[at]!, (right, i) => (marks[i] === 1 ? value(x[i]!) : right)),
                  };
                },
              },
            ];
          }
  }
  return [];
};

import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { quantizings } from "./quantize-law.js";
import { whereOf } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the loop that quantizes the input: (int8_t) clamp(roundf(x / scale)), and the types on the way";
const SAMPLE = 64;

/** Float to int8: another scale, zero point, rounding, limit or cast. */
export const quantize: Solver = (runs): Solution[] => {
  const { input, all, expected, found, where } = runs;
  const [source] = input.inputs;
  if (input.op !== "esp.quantize" || source?.tensor.dtype !== "float32") return [];
  const scale = Math.fround(numberAttribute(input.attributes, "scale"));
  const marks = where.closure;
  const inside = [...marks.keys()].filter((i) => marks[i] === 1);
  const sample = inside.filter((_, k) => k % Math.max(1, Math.floor(inside.length / SAMPLE)) === 0);
  const xs = all.map(({ inputs }) => inputs[0]!.tensor.data as Float32Array);
  const fits = (indices: readonly number[], value: (x: number) => number): boolean =>
    xs.every((x, at) => indices.every((i) => value(x[i]!) === found[at]![i]));
  let best: Solution | undefined;
  for (const { words, value } of quantizings(scale)) {
    const bits = 8 + 3 * words.length;
    if ((best !== undefined && bits >= best.bits) || !fits(sample, value) || !fits(inside, value)) continue;
    best = {
      ...{ family: "quantize", cause: words.join(", "), look: LOOK, bits },
      text: `the input is quantized otherwise: ${words.join("; ")}${whereOf(runs, marks)}`,
      predict: (run) => {
        const at = all.indexOf(run);
        const x = run.inputs[0]!.tensor.data as Float32Array;
        return { values: Float64Array.from(expected[at]!, (right, i) => (marks[i] === 1 ? value(x[i]!) : right)) };
      },
    };
    if (words.length === 1) break;
  }
  return best === undefined ? [] : [best];
};

import { imageExtent } from "../../diff/image-extent.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { elementSet } from "../words/element-set.js";
import { LeastSquares } from "./least-squares.js";
import { within } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

const OPS = new Set(["esp.global_avg_pool2d", "nn.global_avg_pool2d"]);
const PLANE = 400;
const UNITS = 64;

/** Global means: with which weight each element of the plane counts. */
export const average: Solver = (runs): Solution[] => {
  const { all, found, expected, where, input } = runs;
  const [image] = input.inputs;
  const layout = input.attributes.layout === "NHWC" ? "NHWC" : "NCHW";
  const extent = image && imageExtent(image.tensor.shape, layout);
  if (!OPS.has(input.op) || extent === undefined || image === undefined) return [];
  const { h, w, c, n } = extent;
  const plane = h * w;
  const channels = Array.from({ length: n * c }, (_, i) => i).filter((i) => where.closure[i] === 1);
  const count = channels.length * all.length;
  if (plane > PLANE || count < plane + 8) return [];
  const unit = unitOf(runs);
  if (unit === undefined) return [];
  const rows = new Int16Array(count * plane);
  const right = new Float64Array(count);
  for (const [run, { inputs }] of all.entries()) {
    const x = numbers(inputs[0]!.tensor.data);
    for (const [k, channel] of channels.entries()) {
      const at = run * channels.length + k;
      const start = Math.floor(channel / c) * plane * c + (channel % c) * extent.step.c;
      for (let row = 0; row < h; row++)
        for (let column = 0; column < w; column++)
          rows[at * plane + row * w + column] = Math.round(
            x[start + row * extent.step.h + column * extent.step.w]! / unit.input,
          );
      right[at] = (found[run]![channel]! / unit.output) * plane;
    }
  }
  const weights = new LeastSquares(rows, count, plane).solve(right);
  const rounded = Float64Array.from(weights, (value) => Math.round(value * UNITS) / UNITS);
  const values = new LeastSquares(rows, count, plane).apply(rounded);
  if (right.some((value, at) => Math.abs(value - values[at]!) > 0.02 * plane ** 0.5 + 1e-4 * Math.abs(value)))
    return [];
  const first = rounded.find((value) => value !== 0) ?? 1;
  const table =
    input.op === "esp.global_avg_pool2d" ? Float32Array.from(input.attributes.table as readonly number[]) : undefined;
  /** In float32, rows first, as the law adds. */
  const mean = ({ inputs }: DiagnosisInput, channel: number): number => {
    const x = inputs[0]!.tensor.data as ArrayLike<number>;
    const start = Math.floor(channel / c) * plane * c + (channel % c) * extent.step.c;
    let sum = 0;
    for (let k = 0; k < plane; k++) {
      const value = x[start + Math.floor(k / w) * extent.step.h + (k % w) * extent.step.w]!;
      sum = Math.fround(sum + (table?.[value + 128] ?? value) * (rounded[k]! / first));
    }
    return Math.fround(sum / Math.fround(plane / first));
  };
  const text = weightWords(rounded, [1, h, w, 1]);
  if (text === undefined) return [];
  return [
    {
      family: "mean",
      cause: text,
      text: `${text}${within(where.text)}`,
      look: "the loops over the plane and the number that the sum is divided by",
      bits: 24,
      predict: (run) => {
        const values = Float64Array.from(expected[all.indexOf(run)]!);
        for (const channel of channels) values[channel] = mean(run, channel);
        return { values };
      },
    },
  ];
};

/** What one unit of the input stands for, and of the output's mean: from the law itself, on the recorded run. */
function unitOf({ input }: Parameters<Solver>[0]): { input: number; output: number } | undefined {
  if (input.op === "esp.global_avg_pool2d") {
    const table = input.attributes.table as readonly number[];
    const step = Number(table[129]) - Number(table[128]);
    const linear = table.every((value, i) => Math.abs(Number(value) - (i - 128) * step) < 1e-6 * Math.abs(step) * 128);
    return linear && step > 0 ? { input: 1, output: step } : undefined;
  }
  const x = input.inputs[0]!.tensor.data as ArrayLike<number>;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) least = Math.min(least, Math.abs(x[i]!));
  const whole =
    Number.isFinite(least) &&
    Array.from(x).every((value) => Number.isInteger(value / least) && Math.abs(value / least) < 2 ** 14);
  return whole ? { input: least, output: least } : undefined;
}

function weightWords(weights: Float64Array, shape: readonly number[]): string | undefined {
  const others = weights.filter((value) => value !== 0);
  const [first] = others;
  if (first === undefined) return undefined;
  const same = others.every((value) => value === first);
  const dead = Uint8Array.from(weights, (value) => (value === 0 ? 1 : 0));
  const missing = dead.includes(1) ? elementSet(dead, shape, "NHWC").text : "";
  const divisor = weights.length / first;
  const words = Number.isInteger(Number(divisor.toPrecision(6)))
    ? `the sum is divided by ${Number(divisor.toPrecision(6))} instead of ${weights.length}`
    : `every element counts ${first} times`;
  if (same && missing === "" && first !== 1) return words;
  if (same && missing !== "")
    return `${missing} of the plane ${/s\b/.test(missing) ? "are" : "is"} left out of the sum${first === 1 ? "" : `, and ${words}`}`;
  const marks = Uint8Array.from(weights, (value) => (value === 1 ? 0 : 1));
  if (!marks.includes(1)) return undefined;
  const value = weights[marks.indexOf(1)]!;
  const place = elementSet(marks, shape, "NHWC").text;
  return weights.every((each, i) => marks[i] === 0 || each === value)
    ? `${place} of the plane counts ${value} times`
    : `elements of the plane count differently (${place})`;
}

import { imageExtent } from "../../diff/image-extent.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { elementSet } from "../words/element-set.js";
import { LeastSquares } from "./least-squares.js";
import { within } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

const OPS = new Set(["esp.global_avg_pool2d", "nn.global_avg_pool2d"]);
const PLANE = 400;

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
  const most = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const counted = weights.filter((value) => Math.abs(value) > most / 4);
  const first = counted.reduce((a, b) => a + b, 0) / counted.length;
  // A sum over a divisor: the divisor is a whole number, each element counts a whole number of times.
  const divisor = Math.round(plane / first);
  const rounded = weights.map((value) => Math.round(value / first));
  if (divisor === 0) return [];
  const table =
    input.op === "esp.global_avg_pool2d" ? Float32Array.from(input.attributes.table as readonly number[]) : undefined;
  /** In float32, rows first, as the law adds. */
  const mean = ({ inputs }: DiagnosisInput, channel: number): number => {
    const x = inputs[0]!.tensor.data as ArrayLike<number>;
    const start = Math.floor(channel / c) * plane * c + (channel % c) * extent.step.c;
    let sum = 0;
    for (let k = 0; k < plane; k++) {
      const value = x[start + Math.floor(k / w) * extent.step.h + (k % w) * extent.step.w]!;
      sum = Math.fround(sum + (table?.[value + 128] ?? value) * rounded[k]!);
    }
    return Math.fround(sum / divisor);
  };
  const text = weightWords(rounded, divisor, [1, h, w, 1]);
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

/** @param times how often each element is counted, @param divisor of the sum */
function weightWords(times: Float64Array, divisor: number, shape: readonly number[]): string | undefined {
  const plane = times.length;
  const parts: string[] = [];
  const missing = Uint8Array.from(times, (value) => (value === 0 ? 1 : 0));
  const again = Uint8Array.from(times, (value) => (value !== 0 && value !== 1 ? 1 : 0));
  const which = (marks: Uint8Array): string => elementSet(marks, shape, "NHWC").exact;
  if (missing.includes(1)) parts.push(`${which(missing)} of the plane left out of the sum`);
  if (again.includes(1)) parts.push(`${which(again)} of the plane counted ${times[again.indexOf(1)]} times`);
  if (divisor !== plane) parts.push(`the sum is divided by ${divisor} instead of ${plane}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

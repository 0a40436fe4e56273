import { numbers } from "../numbers.js";
import { along, axesOf } from "../words/axes.js";
import { type Affine, affineAt, fitAffine } from "./affine-fit.js";
import { affineWords } from "./affine-words.js";
import { within } from "./runs.js";
import type { Runs, Solution, Solver } from "./solution.js";
import { dynamicInputs } from "./unary.js";

const LOOK = "what is done to the input before the model: normalized twice, mean and deviation, 0 … 255 or 0 … 1, grey";
const LEAST = 30;
/** Points that a fit looks at. */
const POINTS = 60_000;

/** What an output element is made of: its own input alone, or the same pixel in every channel. */
interface Shape {
  readonly groups: number;
  readonly width: number;
  group(i: number): number;
  /** Index in the input of number `k` of what element `i` is made of. */
  source(i: number, k: number): number;
}

/** Floats that become int8: what was found lies on a line, one for each channel, or is a mixture of the channels. */
export const line: Solver = (runs): Solution[] => {
  const { input, all, expected, where } = runs;
  const [position, other] = dynamicInputs(runs);
  if (position === undefined || other !== undefined || input.op !== "esp.quantize") return [];
  const { tensor } = input.inputs[position]!;
  if (tensor.dtype !== "float32" || tensor.size !== input.reference.size) return [];
  const scale = Number(input.attributes.scale);
  for (const shape of shapes(runs)) {
    const fits = Array.from({ length: shape.groups }, (_, group) => fitted(runs, position, shape, group, scale));
    if (fits.includes(undefined)) continue;
    const found = fits as Affine[];
    const words = affineWords(found, scale);
    if (words === undefined) continue;
    return [
      {
        ...{ family: "line", cause: words, look: LOOK, bits: 20 + 8 * shape.groups * shape.width },
        text: `the input is changed before it is quantized: ${words}${within(where.text)}`,
        predict: (run) => {
          const x = numbers(run.inputs[position]!.tensor.data);
          const values = Float64Array.from(expected[all.indexOf(run)]!);
          const unknown = new Uint8Array(values.length);
          const own = new Float64Array(shape.width);
          for (let i = 0; i < values.length; i++) {
            if (where.closure[i] === 0) continue;
            for (let k = 0; k < shape.width; k++) own[k] = x[shape.source(i, k)]!;
            const affine = found[shape.group(i)]!;
            const y = affineAt(affine, own, 0);
            const rest = Math.abs(y - Math.trunc(y));
            // Too near to a tie for what float32 makes of it on the way.
            if (Math.abs(rest - 0.5) < affine.near) unknown[i] = 1;
            values[i] = Math.max(-128, Math.min(127, Math.sign(y) * Math.round(Math.abs(y))));
          }
          return { values, unknown };
        },
      },
    ];
  }
  return [];
};

function shapes({ input }: Runs): Shape[] {
  const axis = axesOf(input.reference.shape, input.layout ?? "NCHW").find(({ name }) => name === "channel");
  const alone = { width: 1, source: (i: number) => i };
  const one = { groups: 1, ...alone, group: () => 0 };
  if (axis === undefined) return [one];
  const group = (i: number): number => along(axis, i);
  const each = { groups: axis.length, ...alone, group };
  if (axis.length > 4) return [one, each];
  const mixed = {
    groups: axis.length,
    width: axis.length,
    group,
    source: (i: number, k: number) => i + (k - along(axis, i)) * axis.step,
  };
  return [one, each, mixed];
}

function fitted(
  { all, found, where }: Runs,
  position: number,
  shape: Shape,
  group: number,
  scale: number,
): Affine | undefined {
  const [xs, ys]: [number[], number[]] = [[], []];
  const inside = [...where.closure.keys()].filter((i) => where.closure[i] === 1 && shape.group(i) === group);
  const step = Math.max(1, Math.floor((inside.length * all.length) / POINTS));
  for (const [run, { inputs }] of all.entries()) {
    const x = numbers(inputs[position]!.tensor.data);
    for (let k = run % step; k < inside.length; k += step) {
      const i = inside[k]!;
      const y = found[run]![i]!;
      if (y <= -128 || y >= 127) continue;
      for (let part = 0; part < shape.width; part++) xs.push(x[shape.source(i, part)]!);
      ys.push(y);
    }
  }
  if (ys.length < LEAST) return undefined;
  return fitAffine({ width: shape.width, x: Float64Array.from(xs), y: Float64Array.from(ys) }, scale);
}

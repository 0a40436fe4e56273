import { numbers } from "../numbers.js";
import { along, axesOf } from "../words/axes.js";
import { within } from "./runs.js";
import type { Runs, Solution, Solver } from "./solution.js";
import { dynamicInputs } from "./unary.js";

/** How near a result may be to a tie between two integers and be left unpredicted. */
const TIE = 0.02;

interface Line {
  readonly slope: number;
  readonly offset: number;
}

/** Floats that become int8: a straight line through what was found, for all elements or for each channel. */
export const line: Solver = (runs): Solution[] => {
  const { input, all, expected, wrong, where } = runs;
  const [position, other] = dynamicInputs(runs);
  if (position === undefined || other !== undefined || input.op !== "esp.quantize") return [];
  const { tensor } = input.inputs[position]!;
  if (tensor.dtype !== "float32" || tensor.size !== input.reference.size) return [];
  const axis = axesOf(input.reference.shape, input.layout ?? "NCHW").find(({ name }) => name === "channel");
  const channel = (i: number): number => (axis === undefined ? 0 : along(axis, i));
  for (const groups of axis === undefined ? [1] : [1, axis.length]) {
    const lines = Array.from({ length: groups }, (_, group) =>
      fitLine(runs, position, (i) => groups === 1 || channel(i) === group),
    );
    if (lines.includes(undefined)) continue;
    const scale = Number(input.attributes.scale);
    const [first] = lines as [Line];
    const words =
      groups === 1
        ? lineWords(first, scale)
        : `each channel has a line of its own: ${lines
            .slice(0, 3)
            .map((each, c) => `channel ${c} ${lineWords(each!, scale)}`)
            .join("; ")}`;
    return [
      {
        family: "line",
        cause: `${groups === 1 ? "" : "by channel "}${(first.slope * scale).toPrecision(4)}`,
        text: `the input is scaled and moved before it is quantized: ${words}${within(where.text)}`,
        look: "what is done to the input before the model: normalized twice, mean and standard deviation, 0 … 255 or 0 … 1",
        bits: 30 * groups,
        predict: (run) => {
          const at = all.indexOf(run);
          const x = numbers(run.inputs[position]!.tensor.data);
          const values = Float64Array.from(expected[at]!);
          const unknown = new Uint8Array(values.length);
          for (let i = 0; i < values.length; i++) {
            if (wrong[i] === 0 && where.closure[i] === 0) continue;
            const { slope, offset } = lines[groups === 1 ? 0 : channel(i)]!;
            const y = slope * x[i]! + offset;
            const rest = Math.abs(y - Math.trunc(y));
            if (Math.abs(rest - 0.5) < TIE) unknown[i] = 1;
            values[i] = Math.max(-128, Math.min(127, Math.sign(y) * Math.round(Math.abs(y))));
          }
          return { values, unknown };
        },
      },
    ];
  }
  return [];
};

function lineWords({ slope, offset }: Line, scale: number): string {
  const ratio = slope * scale;
  const inverse = 1 / ratio;
  const near = [255, 256, 128, 127.5, 127, 2, 4, 8, 16].find((value) => Math.abs(inverse / value - 1) < 0.01);
  const times = near === undefined ? Number(ratio.toPrecision(3)) : `1/${near}`;
  const move =
    Math.abs(offset) < 0.4 ? "" : ` ${offset < 0 ? "−" : "+"} ${Number(Math.abs(offset * scale).toPrecision(3))}`;
  return `x · ${times}${move}`;
}

/** The line that every value between the limits lies on, within its rounding. */
function fitLine({ all, found, where }: Runs, position: number, belongs: (i: number) => boolean): Line | undefined {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  const each = (take: (x: number, y: number) => void): void => {
    for (const [run, { inputs }] of all.entries()) {
      const x = numbers(inputs[position]!.tensor.data);
      for (let i = 0; i < where.closure.length; i++) {
        const y = found[run]![i]!;
        if (where.closure[i] === 1 && belongs(i) && y > -128 && y < 127) take(x[i]!, y);
      }
    }
  };
  each((x, y) => {
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  });
  const spread = n * sxx - sx * sx;
  if (n < 30 || spread <= 0) return undefined;
  const slope = (n * sxy - sx * sy) / spread;
  const offset = (sy - slope * sx) / n;
  let far = 0;
  each((x, y) => {
    far = Math.max(far, Math.abs(slope * x + offset - y));
  });
  return far <= 0.5 + TIE ? { slope, offset } : undefined;
}

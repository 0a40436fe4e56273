import { numbers } from "../numbers.js";
import { alike } from "../score.js";
import { tableWords } from "../words/table.js";
import { whereOf } from "./runs.js";
import type { Runs, Solution, Solver } from "./solution.js";

const POINTWISE = new Set([
  ...["esp.lookup", "esp.dequantize", "esp.quantize", "esp.pointwise", "nn.relu", "clip", "cast"],
  ...["espdl.lut", "espdl.requantize", "espdl.relu", "espdl.clip", "espdl.neg"],
]);

/** Layers of one tensor, element by element: the whole table of what becomes of each integer. */
export const unary: Solver = (runs): Solution[] => {
  const { input, all, expected, found, where } = runs;
  const [position] = dynamicInputs(runs);
  if (position === undefined || !POINTWISE.has(input.op) || dynamicInputs(runs).length > 1) return [];
  const { tensor } = input.inputs[position]!;
  if (tensor.size !== input.reference.size || !/^u?int8$/.test(tensor.dtype)) return [];
  for (const marks of [where.closure]) {
    const [own, seen] = [new Map<number, number>(), new Map<number, number>()];
    let fits = true;
    for (let run = 0; run < all.length && fits; run++) {
      const x = numbers(all[run]!.inputs[position]!.tensor.data);
      for (let i = 0; i < marks.length && fits; i++) {
        own.set(x[i]!, expected[run]![i]!);
        if (marks[i] === 0) continue;
        const known = seen.get(x[i]!);
        if (known === undefined) seen.set(x[i]!, found[run]![i]!);
        else fits = alike(known, found[run]![i]!);
      }
    }
    if (!fits || seen.size < 3) continue;
    const words = tableWords(own, seen, input);
    const xs = [...seen.keys()].sort((a, b) => a - b);
    return [
      {
        family: "table",
        cause: words.cause,
        text: `${words.text}${whereOf(runs, marks)}`,
        look: words.look,
        bits: words.bits,
        predict: (run) => {
          const at = all.indexOf(run);
          const x = numbers(run.inputs[position]!.tensor.data);
          const values = Float64Array.from(expected[at]!);
          for (let i = 0; i < values.length; i++) if (marks[i] === 1) values[i] = seen.get(x[i]!)!;
          return { values };
        },
        measured: {
          figure: "curve",
          title: "what becomes of each input",
          x: xs,
          expected: xs.map((x) => own.get(x)!),
          found: xs.map((x) => seen.get(x)!),
        },
      },
    ];
  }
  return [];
};

/** Positions of the operands that are no constants. */
export function dynamicInputs({ input }: Runs): number[] {
  return [...input.inputs.keys()].filter((position) => !input.inputs[position]!.constant);
}

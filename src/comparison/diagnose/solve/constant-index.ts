import { Tensor } from "../../../base/tensor/tensor.js";
import type { DiagnosisInput, LayerInput } from "../diagnosis.js";
import { productOf } from "../product/law.js";
import { rerun } from "../rerun.js";
import { alike } from "../score.js";
import { type Axis, along, axesOf } from "../words/axes.js";
import { indexMapWords } from "../words/index-map.js";
import type { Runs, Solution, Solver } from "./solution.js";

/** Entries of a constant, and elements that are computed for all of them. */
const ENTRIES = 512;
const WORK = 2e7;

/** Element-wise loops with a list of constants (a bias, slopes): which entry each element really counts with. */
export const constantIndex: Solver = (runs): Solution[] => {
  const { input } = runs;
  if (productOf(input) !== undefined) return [];
  for (const [position, given] of input.inputs.entries()) {
    const { constant, tensor } = given;
    const work = tensor.size * input.reference.size * runs.all.length;
    if (!constant || tensor.size < 2 || tensor.size > ENTRIES || tensor.size > input.reference.size || work > WORK)
      continue;
    const found = solved(runs, position, given);
    if (found !== undefined) return [found];
  }
  return [];
};

function solved(runs: Runs, position: number, { tensor }: LayerInput): Solution | undefined {
  const { all, input, expected, found } = runs;
  const axes = axesOf(input.reference.shape, input.layout);
  const made = Array.from({ length: tensor.size }, (_, entry) => all.map((run) => withEntry(run, position, entry)));
  const own = axes.find((axis) => maps(axis, made, expected)?.every((entry, at) => entry === at) === true);
  const candidates = [...axes].sort((a, b) => Number(b === own) - Number(a === own));
  for (const axis of candidates) {
    const map = maps(axis, made, found);
    if (map === undefined) continue;
    const known = map.filter((entry) => entry !== undefined).length;
    if (known === 0 || known < map.length / 2) continue;
    const words = describe(axis, own, map);
    if (words === undefined) continue;
    return {
      ...{ family: "constant", cause: `index ${axis.name}`, bits: 12 },
      text: words,
      look: "the index into the list of constants, and its address",
      predict: (run) => {
        const at = all.indexOf(run);
        const values = Float64Array.from(expected[at]!);
        const unknown = new Uint8Array(values.length);
        for (let i = 0; i < values.length; i++) {
          const entry = map[along(axis, i)];
          if (entry === undefined) unknown[i] = 1;
          else values[i] = made[entry]![at]![i]!;
        }
        return { values, unknown };
      },
    };
  }
  return undefined;
}

/** What the layer makes where every entry is this one. */
function withEntry(run: DiagnosisInput, position: number, entry: number): ArrayLike<number> {
  const tensors = run.inputs.map(({ tensor }) => tensor);
  const { dtype, shape, data } = tensors[position]!;
  const filled = data.slice() as Float32Array;
  filled.fill(data[entry] as number);
  return rerun(run, tensors.with(position, new Tensor(dtype, shape, filled)), run.attributes).values;
}

/**
 * The entry that all elements at each position of an axis agree with; undefined where none does. As a whole undefined where
 * the axis does not decide.
 */
function maps(
  axis: Axis,
  made: readonly (readonly ArrayLike<number>[])[],
  values: readonly ArrayLike<number>[],
): (number | undefined)[] | undefined {
  const fits = made.map((runs) => {
    const right = new Uint8Array(axis.length).fill(1);
    for (const [run, results] of runs.entries())
      for (let i = 0; i < results.length; i++) if (!alike(results[i]!, values[run]![i]!)) right[along(axis, i)] = 0;
    return right;
  });
  const all = Array.from({ length: axis.length }, (_, at) => at);
  const isOne = (entry: number, at: number): boolean => fits[entry]?.[at] === 1;
  // Equal entries stand for one another: one distance for all of them says the most.
  for (let size = 0; size < axis.length; size++)
    for (const by of size === 0 ? [0] : [size, -size]) {
      const known = all.filter((at) => fits[at + by] !== undefined);
      if (known.length > axis.length / 2 && known.every((at) => isOne(at + by, at)))
        return all.map((at) => (fits[at + by] === undefined ? undefined : at + by));
    }
  const map = all.map((at) => fits.findIndex((right) => right[at] === 1));
  return map.includes(-1) ? undefined : map;
}

function describe(axis: Axis, own: Axis | undefined, map: readonly (number | undefined)[]): string | undefined {
  const at = plural(axis.name);
  if (axis !== own) {
    const is = map.every((entry, position) => entry === undefined || entry === position);
    const rule = is ? "" : ` (${indexMapWords(axis.name, map) ?? "in another order"})`;
    return `the list of constants is read along the ${at}${rule}${own === undefined ? "" : `, not along the ${plural(own.name)}`}`;
  }
  const words = indexMapWords("element", map);
  return words && `of the list of constants ${words}`;
}

const plural = (name: string): string => name.replace(/^(\w+)/, "$1s");

import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import { axesOfTensor, fitPlacement, type Placement, placementWords, placeOf } from "./placement.js";
import { signatures } from "./signatures.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK =
  "the addresses of this call: where each axis begins, and how far apart its neighbours are read and written";
/** What a placement costs in words alone, such as "not transposed", and each number in it, which was solved for. */
const [PLAIN, NUMBER] = [2, 4];
/** Runs from which on an element is known by its values alone. */
const LEAST = 5;

/** Layers that move elements: from where each is read, or where it is written, as steps along the axes. */
export const gather: Solver = (runs): Solution[] => {
  if (runs.all.length < LEAST) return [];
  const { input } = runs;
  const sources: (number | undefined)[] = [
    ...[...input.inputs.keys()].filter((position) => {
      const { constant, tensor } = input.inputs[position]!;
      return !constant && tensor.dtype === input.reference.dtype;
    }),
    // What a layer makes of another type is looked for among what it should have made.
    undefined,
  ];
  for (const position of sources) {
    const found = read(runs, position) ?? written(runs, position);
    if (found !== undefined) return [found];
  }
  return [];
};

function valuesOf({ all, expected }: Runs, position: number | undefined): readonly ArrayLike<number>[] {
  return position === undefined
    ? expected
    : all.map(({ inputs }) => inputs[position]!.tensor.data as ArrayLike<number>);
}

/** Each element of the output is read from a place of the input. */
function read(runs: Runs, position: number | undefined): Solution | undefined {
  const { input, found, expected, all } = runs;
  const values = valuesOf(runs, position);
  const places = signatures(values);
  const axes = axesOfTensor(input.reference.shape, input.layout);
  const own = fitPlacement(axes, places.of(expected));
  const other = fitPlacement(axes, places.of(found));
  if (own === undefined || other === undefined) return undefined;
  const words = placementWords(axes, own, other, "read");
  if (words === undefined) return undefined;
  const size = values[0]!.length;
  const predict = (run: DiagnosisInput) => {
    const from = values[all.indexOf(run)]!;
    const made = new Float64Array(input.reference.size);
    const unknown = new Uint8Array(made.length);
    for (let i = 0; i < made.length; i++) {
      const place = placeOf(other, axes, i);
      if (place < 0 || place >= size) unknown[i] = 1;
      else made[i] = from[place]!;
    }
    return { values: made, unknown };
  };
  return solution(runs, position, words, predict);
}

/** Each element of the input is written to a place of the output, one after the other; the rest is what it should be, or unknown. */
function written(runs: Runs, position: number | undefined): Solution | undefined {
  const { input, found, expected, all } = runs;
  const values = valuesOf(runs, position);
  const source = position === undefined ? input.reference : input.inputs[position]!.tensor;
  const axes = axesOfTensor(source.shape, position === undefined ? input.layout : layoutOf(input, source.shape));
  const own = fitPlacement(axes, signatures(expected).of(values));
  const other = fitPlacement(axes, signatures(found).of(values));
  if (own === undefined || other === undefined) return undefined;
  const words = placementWords(axes, own, other, "written");
  if (words === undefined) return undefined;
  const { size } = input.reference;
  const isPad = input.op === "nn.pad";
  const target = (placement: Placement): Int32Array => {
    const from = new Int32Array(size).fill(-1);
    for (let r = 0; r < source.size; r++) {
      const place = placeOf(placement, axes, r);
      if (place >= 0 && place < size) from[place] = r;
    }
    return from;
  };
  const [before, after] = [target(own), target(other)];
  const border = before.indexOf(-1);
  const predict = (run: DiagnosisInput) => {
    const at = all.indexOf(run);
    const made = Float64Array.from(expected[at]!);
    const unknown = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      if (after[i] !== -1) made[i] = values[at]![after[i]!]!;
      else if (isPad && border >= 0) made[i] = expected[at]![border]!;
      else if (before[i] !== -1) unknown[i] = 1;
    }
    return { values: made, unknown };
  };
  return solution(runs, position, words, predict);
}

const layoutOf = ({ layout, op }: DiagnosisInput, shape: readonly number[]): DiagnosisInput["layout"] =>
  shape.length !== 4 || op === "transpose" || op === "layout_transform" ? undefined : layout;

function solution(
  { input, all, found }: Runs,
  position: number | undefined,
  words: string,
  predict: Solution["predict"],
): Solution | undefined {
  const fits = all.every((run, at) => {
    const { values, unknown } = predict(run);
    return (
      values.length > 0 && Array.from(found[at]!).every((value, i) => unknown?.[i] === 1 || alike(values[i]!, value))
    );
  });
  if (!fits) return undefined;
  const others = input.inputs.filter(({ constant }) => !constant).length > 1;
  const text = position !== undefined && others ? `input ${input.inputs[position]!.id}: ${words}` : words;
  const bits = PLAIN + NUMBER * (words.match(/\d+/g)?.length ?? 0);
  return { family: "placement", cause: text, text, look: LOOK, bits, predict };
}

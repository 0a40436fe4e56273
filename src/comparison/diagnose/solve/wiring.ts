import { type Axis, along, axesOf } from "../words/axes.js";
import { elementSet } from "../words/element-set.js";
import { indexMapWords } from "../words/index-map.js";
import { leftAlone, within } from "./runs.js";
import { signature } from "./signatures.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK = "the addresses and the order in which the call reads and writes: offsets, strides, layout";
/** Runs from which on an element is known by its values alone. */
const LEAST = 5;

interface Source {
  readonly name: string;
  readonly values: readonly ArrayLike<number>[];
  /** Whether it is the layer's own right output, so that an index is a place of the output. */
  readonly own: boolean;
}

/** Right values that stand in wrong places: every wrong element is looked for among those that the layer should make, or is given. */
export const wiring: Solver = (runs): Solution[] => {
  if (runs.all.length < LEAST) return [];
  const sources: Source[] = [
    { name: "", values: runs.expected, own: true },
    ...runs.input.inputs.flatMap(({ id, constant, tensor }, position): Source[] => {
      if (constant || tensor.dtype !== runs.input.reference.dtype) return [];
      const values = runs.all.map(({ inputs }) => inputs[position]!.tensor.data as ArrayLike<number>);
      return [{ name: id, values, own: false }];
    }),
  ];
  for (const source of sources) {
    const found = match(runs, source);
    if (found !== undefined) return [found];
  }
  return [];
};

function match(runs: Runs, source: Source): Solution | undefined {
  const { found, input, where } = runs;
  const left = leftAlone(runs);
  const isPartly = left.includes(1);
  const wrong = runs.wrong.map((mark, i) => mark & ~left[i]!);
  const index = new Map<string, number[]>();
  const size = source.values[0]!.length;
  for (let j = 0; j < size; j++) {
    const key = signature(source.values, j);
    const list = index.get(key);
    if (list === undefined) index.set(key, [j]);
    else if (list.length < 64) list.push(j);
  }
  const options = new Map<number, readonly number[]>();
  let [count, strangers] = [0, 0];
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i] === 0) continue;
    count++;
    const list = index.get(signature(found, i));
    if (list === undefined) strangers++;
    else options.set(i, list);
  }
  if (options.size < 2 || strangers > count / 2) return undefined;
  const from = offset(options, wrong, size) ?? (strangers === 0 ? nearest(options) : undefined);
  if (from === undefined) return undefined;
  const words = describe(from, wrong, source, runs);
  const distinct = new Set(from.values()).size;
  return {
    family: words.family,
    cause: words.cause,
    text: `${words.text}${words.local ? "" : within(where.text)}${isPartly ? `; ${elementSet(left, input.reference.shape, input.layout).exact} not written` : ""}`,
    look: LOOK,
    bits: words.bits + (distinct === 1 ? 8 : 0),
    predict: (run) => {
      const at = runs.all.indexOf(run);
      const values = Float64Array.from(runs.expected[at]!);
      const unknown = new Uint8Array(values.length);
      for (let i = 0; i < values.length; i++) {
        unknown[i] = left[i]!;
        if (wrong[i] === 0) continue;
        const j = from.get(i);
        if (j === undefined || j < 0 || j >= size) unknown[i] = 1;
        else values[i] = source.values[at]![j]!;
      }
      return { values, unknown };
    },
  };
  function describe(map: ReadonlyMap<number, number>, marks: Uint8Array, of: Source, all: Runs) {
    const deltas = new Set([...map].map(([i, j]) => j - i));
    const name = of.own ? "its own right output" : `input ${of.name}`;
    if (deltas.size === 1) {
      const [by] = deltas as unknown as [number];
      if (by === 0)
        return {
          ...{ family: "movement", cause: `copy of ${of.name}`, bits: 4, local: false },
          text: `${name} stands there as it is: not computed, or not written where the output lies over the input`,
        };
      const places = `${Math.abs(by)} element${Math.abs(by) > 1 ? "s" : ""}`;
      const text = of.own
        ? `every wrong element holds what belongs ${places} ${by > 0 ? "behind" : "before"} it: read ${places} too ${by > 0 ? "late" : "early"}, or written too ${by > 0 ? "early" : "late"}`
        : `elements hold input ${of.name} ${places} ${by > 0 ? "further on" : "further back"}`;
      const family = of.own ? "output-order" : "movement";
      return { family, cause: `offset${by > 0 ? "+" : ""}${by}`, text, bits: 8, local: false };
    }
    if (of.own) {
      const axes = axesOf(input.reference.shape, input.layout);
      const parts = axisMaps(map, axes);
      if (parts !== undefined && parts.length > 0)
        return {
          family: "output-order",
          cause: `${parts.some((part) => part.includes("channel")) ? "channels " : ""}${parts.join(", ")}`,
          text: `values stand in other places: ${parts.join("; ")}`,
          bits: 10,
          local: true,
        };
    }
    const [[i, j]] = map as unknown as [[number, number]];
    const count = all.wrong.reduce((sum, mark) => sum + mark, 0);
    void marks;
    return {
      family: "output-order",
      cause: "measured",
      text: `${count} elements hold values of other places of ${name} (element ${i} that of ${j}, …)`,
      bits: 24,
      local: false,
    };
  }
}

/** One distance for all elements; those whose source lies outside of the tensor are left out. */
function offset(
  options: ReadonlyMap<number, readonly number[]>,
  wrong: Uint8Array,
  size: number,
): Map<number, number> | undefined {
  const votes = new Map<number, number>();
  for (const [i, list] of options) for (const j of list) votes.set(j - i, (votes.get(j - i) ?? 0) + 1);
  const [by, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best), [0, 0]);
  if (most < 0.5 * options.size) return undefined;
  const from = new Map<number, number>();
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i] === 0) continue;
    const j = i + by;
    if (j < 0 || j >= size) continue;
    if (options.get(i)?.includes(j) !== true) return undefined;
    from.set(i, j);
  }
  return from;
}

/** For each the source that is nearest in its distance to those found so far. */
function nearest(options: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const from = new Map<number, number>();
  for (const [i, list] of options) from.set(i, list.includes(i) ? i : list[0]!);
  return from;
}

/** For each axis what stands in place of what, where the places along it depend on nothing else. */
function axisMaps(from: ReadonlyMap<number, number>, axes: readonly Axis[]): string[] | undefined {
  const parts: string[] = [];
  for (const axis of axes) {
    const sources = new Array<number | undefined>(axis.length).fill(undefined);
    for (const [i, j] of from) {
      const [at, to] = [along(axis, i), along(axis, j)];
      if (sources[at] !== undefined && sources[at] !== to) return undefined;
      sources[at] = to;
    }
    const words = indexMapWords(axis.name, sources);
    if (words !== undefined) parts.push(words);
    else if (sources.some((to, at) => to !== undefined && to !== at)) {
      const moved = sources.flatMap((to, at) => (to === undefined || to === at ? [] : [`${at} from ${to}`]));
      parts.push(`${axis.name}s ${moved.slice(0, 6).join(", ")}${moved.length > 6 ? " …" : ""}`);
    }
  }
  return parts;
}

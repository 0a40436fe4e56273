import { stridesOf } from "../../../../kernels-ref/array.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { type Axis, along, axesOf } from "../words/axes.js";

/** For each element the index that it comes from or goes to, along the axes of one tensor: a start and a step an axis. */
export interface Placement {
  readonly start: number;
  /** In the order of the axes. */
  readonly steps: readonly number[];
}

/** A tensor's axes by the words people use, those of one position left out. */
export function axesOfTensor(shape: readonly number[], layout: DiagnosisInput["layout"]): Axis[] {
  const axes = axesOf(shape, layout ?? guessed(shape));
  return axes.length > 0
    ? axes
    : stridesOf(shape)
        .slice(-1)
        .map((step) => ({ name: "element", length: 1, step }));
}

/** The layout of an image of few channels. */
function guessed([, second = 0, , fourth = 0]: readonly number[]): DiagnosisInput["layout"] {
  if (second > 0 && second <= 4) return "NCHW";
  return fourth > 0 && fourth <= 4 ? "NHWC" : undefined;
}

const plural = (name: string): string =>
  name.startsWith("position") ? name.replace("position", "positions") : `${name}s`;

export function placeOf({ start, steps }: Placement, axes: readonly Axis[], i: number): number {
  let place = start;
  for (let a = 0; a < axes.length; a++) place += along(axes[a]!, i) * steps[a]!;
  return place;
}

/**
 * The start and steps that most of what is known agrees with.
 * @param options for an index the places that it may have
 */
export function fitPlacement(
  axes: readonly Axis[],
  options: ReadonlyMap<number, readonly number[]>,
): Placement | undefined {
  const steps = axes.map((axis) => {
    const votes = new Map<number, number>();
    for (const [i, places] of options) {
      if (places.length !== 1 || along(axis, i) + 1 >= axis.length) continue;
      const next = options.get(i + axis.step);
      if (next?.length !== 1) continue;
      const by = next[0]! - places[0]!;
      votes.set(by, (votes.get(by) ?? 0) + 1);
    }
    return most(votes);
  });
  if (steps.includes(undefined)) return undefined;
  const known = steps as number[];
  const starts = new Map<number, number>();
  for (const [i, places] of options) {
    if (places.length !== 1) continue;
    const start = places[0]! - placeOf({ start: 0, steps: known }, axes, i);
    starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  const start = most(starts);
  return start === undefined ? undefined : { start, steps: known };
}

function most(votes: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  let count = 0;
  for (const [value, votesOf] of votes) if (votesOf > count) [best, count] = [value, votesOf];
  return best;
}

/** How one placement is not another, in words; undefined where it is. @param verb `read` or `written` */
export function placementWords(
  axes: readonly Axis[],
  own: Placement,
  found: Placement,
  verb: string,
): string | undefined {
  const changed = axes.flatMap((axis, a) =>
    own.steps[a] === found.steps[a] ? [] : [{ ...axis, own: own.steps[a]!, found: found.steps[a]! }],
  );
  const by = found.start - own.start;
  if (changed.length === 0) {
    if (by === 0) return undefined;
    const size = Math.abs(by);
    return `everything is ${verb} ${size} element${size > 1 ? "s" : ""}${asPixels(axes, own, size)} too ${by > 0 ? "late" : "early"}`;
  }
  const parts: string[] = [];
  const exchanged =
    changed.length === 2 && changed[0]!.own === changed[1]!.found && changed[1]!.own === changed[0]!.found;
  const reversed = changed.filter((axis) => axis.found === -axis.own);
  const start = own.start + reversed.reduce((sum, axis) => sum + axis.own * (axis.length - 1), 0);
  if (reversed.length === changed.length && start === found.start)
    return reversed
      .map(
        ({ name, length }) =>
          `the ${plural(name)} are ${verb} in reverse order${name === "channel" && length === 3 ? " (BGR for RGB)" : ""}`,
      )
      .join(", ");
  if (exchanged && by === 0)
    return `${plural(changed[0]!.name)} and ${plural(changed[1]!.name)} are exchanged: the image is transposed`;
  if (turned(changed, own, found))
    return `${plural(changed[0]!.name)} and ${plural(changed[1]!.name)} are exchanged and one of them reversed: the image is turned by 90°`;
  const plain = [...axes].every((axis, a) => found.steps[a] === axis.step);
  if (plain && by === 0) return "the elements are copied in the order in which they lie: not transposed";
  const layout = otherLayout(axes, found);
  if (layout !== undefined && by === 0) return `the elements are ${verb} as if they lay as ${layout}`;
  for (const axis of changed)
    parts.push(
      axis.found === 0
        ? `every ${axis.name} is the first: its index is not advanced`
        : `neighbouring ${plural(axis.name)} are ${verb} ${axis.found} elements apart instead of ${axis.own}`,
    );
  if (by !== 0)
    parts.push(
      `the first is ${verb} ${Math.abs(by)} element${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
    );
  return parts.join(", ");
}

/** The other layout of an image, where it is as that that its elements are taken. */
function otherLayout(axes: readonly Axis[], { steps }: Placement): string | undefined {
  const at = (name: string): number => axes.findIndex((axis) => axis.name === name);
  const [row, column, channel] = [at("row"), at("column"), at("channel")];
  if (row < 0 || column < 0 || channel < 0) return undefined;
  const [h, w, c] = [axes[row]!.length, axes[column]!.length, axes[channel]!.length];
  if (steps[row] === w * c && steps[column] === c && steps[channel] === 1) return "NHWC";
  return steps[row] === w && steps[column] === 1 && steps[channel] === h * w ? "NCHW" : undefined;
}

function turned(
  changed: readonly (Axis & { own: number; found: number })[],
  own: Placement,
  found: Placement,
): boolean {
  const [a, b] = changed;
  if (changed.length !== 2 || Math.abs(a!.found) !== b!.own || Math.abs(b!.found) !== a!.own) return false;
  const back = [a!, b!].filter((axis) => axis.found < 0);
  return found.start === own.start - back.reduce((sum, axis) => sum + axis.found * (axis.length - 1), 0);
}

/** ` (1 row)`, ` (1 row and 1 column)` where that is what a number of elements is. */
function asPixels(axes: readonly Axis[], { steps }: Placement, size: number): string {
  const parts: string[] = [];
  let rest = size;
  for (const [a, { name }] of [...axes.entries()].sort(([p], [q]) => Math.abs(steps[q]!) - Math.abs(steps[p]!))) {
    const step = Math.abs(steps[a]!);
    if (name === "image") continue;
    const count = Math.floor(rest / step);
    rest -= count * step;
    if (count > 0) parts.push(`${count} ${name}${count > 1 ? "s" : ""}`);
  }
  if (parts.length === 0 || (parts.length === 1 && parts[0]!.startsWith(`${size} `))) return "";
  return ` (${parts.join(" and ")}${rest > 0 ? ` and ${rest}` : ""})`;
}

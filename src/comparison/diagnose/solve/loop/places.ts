import type { DiagnosisInput } from "../../diagnosis.js";
import { along, axesOf } from "../../words/axes.js";
import type { LoopChange } from "./change.js";
import type { Loop } from "./law.js";
import { nameOf } from "./names.js";

type Place = (element: number, own: number) => number;

/** Other places that an operand may be read from than the model says. */
export function places(input: DiagnosisInput, { own }: Loop): LoopChange[] {
  return input.inputs.flatMap(({ tensor }, position) => {
    if (tensor.size === 1) return [];
    const name = nameOf(input, position)!;
    const seen = new Set<string>();
    return rules(input, name, tensor.size).flatMap(([cause, text, bits, place]): LoopChange[] => {
      const signature = sampled(own[position]!, place);
      if (signature === sampled(own[position]!, (_, index) => index) || seen.has(signature)) return [];
      seen.add(signature);
      return [{ cause: `${cause} ${position}`, text, bits, placed: { position, place } }];
    });
  });
}

/** What tells two places apart cheaply. */
function sampled(own: Int32Array, place: Place): string {
  const step = Math.max(1, Math.floor(own.length / 61));
  let key = "";
  for (let i = 0; i < own.length; i += step) key += `${place(i, own[i]!)},`;
  return key + place(own.length - 1, own.at(-1)!);
}

function rules(input: DiagnosisInput, name: string, size: number): [string, string, number, Place][] {
  const axes = axesOf(input.reference.shape, input.layout);
  const found: [string, string, number, Place][] = [
    ["first", `${name} is read at its first element only: its index is not advanced`, 5, () => 0],
    ["last", `${name} is read at its last element only`, 6, () => size - 1],
    ["reversed", `${name} is read from its end`, 6, (_, own) => size - 1 - own],
  ];
  for (const axis of axes) {
    const words = `${name} is read by ${axis.name}`;
    found.push([`by ${axis.name}`, `${words}: the index of another loop`, 6, (i) => along(axis, i) % size]);
    const at: Place = (i, own) => own - along(axis, i) * (size === input.reference.size ? axis.step : 1);
    if (size === input.reference.size && axes.length > 1)
      found.push([`first ${axis.name}`, `every ${axis.name} reads the first ${axis.name} of ${name}`, 7, at]);
  }
  found.push(["by element", `${name} is read by the number of the element, again and again`, 6, (i) => i % size]);
  for (let m = 2; m <= size; m *= 2) {
    found.push(
      [
        `/ ${m}`,
        `${name} is read at its index divided by ${m}: ${m} neighbours share one of its elements`,
        7,
        (_, own) => Math.floor(own / m),
      ],
      [
        `% ${m}`,
        `${name} is read at its index modulo ${m}: its first ${m} elements again and again`,
        7,
        (_, own) => own % m,
      ],
      [
        `^ ${m / 2}`,
        m === 2
          ? `neighbouring elements of ${name} are exchanged`
          : `neighbouring ${m / 2} elements of ${name} are exchanged with the next ${m / 2}`,
        8,
        (_, own) => own ^ (m / 2),
      ],
      [`block of ${m}`, `${name} is read at the first element of each ${m}`, 8, (_, own) => own - (own % m)],
    );
  }
  const near = [1, 2, 3, 4, 7, 8, 16, 32, 64, 128, 256, 1024, ...axes.map(({ step }) => step)];
  for (const by of new Set(near.flatMap((value) => [value, -value])))
    if (Math.abs(by) < size)
      found.push([
        `offset ${by}`,
        `${name} is read ${Math.abs(by)} element${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
        8,
        (_, own) => own + by,
      ]);
  for (const [k, one] of axes.entries())
    for (const other of axes.slice(k + 1))
      if (one.length === other.length && size === input.reference.size)
        found.push([
          `${one.name} ${other.name}`,
          `the ${one.name}s and ${other.name}s of ${name} are exchanged`,
          7,
          (i, own) => own + (along(other, i) - along(one, i)) * (one.step - other.step),
        ]);
  return found;
}

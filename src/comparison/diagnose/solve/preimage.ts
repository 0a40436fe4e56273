import { FinishSteps } from "../product/finish.js";
import type { Finish } from "../product/model.js";

/** The least and greatest accumulator that a finish makes this value of: results never fall where accumulators grow. */
export function preimage(value: number, finish: Finish): [number, number] {
  const known = preimages.get(finish) ?? new Map<number, [number, number]>();
  preimages.set(finish, known);
  let found = known.get(value);
  if (found === undefined) {
    const steps = new FinishSteps(finish);
    const [bias, shift] = [finish.bias[0]!, finish.shift[0]!];
    const from = least((acc) => steps.one(acc, bias, shift) >= value);
    const above = least((acc) => steps.one(acc, bias, shift) > value);
    found = [from, above - 1];
    known.set(value, found);
  }
  return found;
}

const preimages = new WeakMap<object, Map<number, [number, number]>>();
const FAR = 2 ** 29;

function least(holds: (acc: number) => boolean): number {
  let [from, to] = [-FAR, FAR];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return to;
}

import { float32Data } from "./array.js";
import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";
import type { Kernel } from "./operator.js";
import { reduction } from "./reduce.js";

/** A reduction as ONNX states it: `fold` takes one element after the other, in C order, and `finish` makes the result. */
interface Law {
  readonly start: number;
  readonly fold: (total: number, x: number) => number;
  readonly finish?: (total: number) => number;
}

const round = Math.fround;

/** Reductions of float32, rounded after every operation; a double formula of the total is rounded once. */
const LAWS: Readonly<Record<string, Law>> = {
  prod: { start: 1, fold: (total, x) => round(total * x) },
  reduce_l1: { start: 0, fold: (total, x) => round(total + (x < 0 ? -x : x)) },
  reduce_l2: { start: 0, fold: addSquare, finish: Math.sqrt },
  reduce_log_sum: { start: 0, fold: (total, x) => round(total + x), finish: logarithm },
  reduce_sum_square: { start: 0, fold: addSquare },
};

function addSquare(total: number, x: number): number {
  return round(total + round(x * x));
}

function folded({ start, fold, finish }: Law): Kernel {
  return ([input], attributes, [output]) => {
    const { starts, steps } = reduction(input, attributes);
    const x = float32Data(input);
    const out = float32Data(output);
    for (let o = 0; o < out.length; o++) {
      let total = start;
      for (let i = 0; i < steps.length; i++) total = fold(total, x[starts[o] + steps[i]]);
      out[o] = finish ? finish(total) : total;
    }
  };
}

/** `max` and `min`: the first element that no later one is `better` than; a NaN is kept where it comes first only. */
function extreme(better: (x: number | bigint, champion: number | bigint) => boolean): Kernel {
  return ([input], attributes, [output]) => {
    const { starts, steps } = reduction(input, attributes);
    const x = input.data;
    const out = output.data;
    for (let o = 0; o < out.length; o++) {
      let champion = x[starts[o]];
      for (let i = 1; i < steps.length; i++) {
        const candidate = x[starts[o] + steps[i]];
        if (better(candidate, champion)) champion = candidate;
      }
      out[o] = champion;
    }
  };
}

/** ln Σ e^x as m + ln Σ e^(x − m), m the largest element, so that no exponential overflows; doubles, rounded once. */
const reduceLogSumExp: Kernel = ([input], attributes, [output]) => {
  const { starts, steps } = reduction(input, attributes);
  const x = float32Data(input);
  const out = float32Data(output);
  for (let o = 0; o < out.length; o++) {
    let max = x[starts[o]];
    for (let i = 1; i < steps.length; i++) if (x[starts[o] + steps[i]] > max) max = x[starts[o] + steps[i]];
    let total = 0;
    for (let i = 0; i < steps.length; i++) total += exponential(x[starts[o] + steps[i]] - max);
    out[o] = max + logarithm(total);
  }
};

/** Reductions by name; `sum`, `mean` and `argmax` have files of their own. */
export const REDUCTIONS: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ...Object.entries(LAWS).map(([name, law]) => [name, folded(law)] as const),
  ["max", extreme((x, champion) => x > champion)],
  ["min", extreme((x, champion) => x < champion)],
  ["reduce_log_sum_exp", reduceLogSumExp],
]);

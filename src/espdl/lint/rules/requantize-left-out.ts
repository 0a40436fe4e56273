import type { RawExponentMismatch } from "../../raw-exponents.js";
import type { LintRule } from "../finding.js";
import { measureMismatch, nodeMismatches } from "../mismatch.js";
import { scales } from "../text.js";

/** esp-ppq takes two scales for one when they differ by less. */
const SAME_SCALE = 1e-5;

/** Between scales that differ by less than 1e-5 esp-ppq inserts no RequantizeLinear, although they are a factor apart. */
export const requantizeLeftOut: LintRule = {
  name: "requantize-left-out",
  check: (context) =>
    nodeMismatches(context).flatMap((mismatch) => {
      if (!isLeftOut(mismatch)) return [];
      const { node } = mismatch;
      const [low, high] = ends(mismatch);
      const measured = measureMismatch(context, mismatch);
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `a RequantizeLinear is missing before it: the scales ${scales(mismatch)} differ by less than 1e-5, which esp-ppq takes for equal, but one is ${2 ** (high - low)} times the other`,
          ...(measured && { measured }),
          remedy: "scale the float model's tensors up (or use int8) so that the scales are larger, and export again",
        },
      ];
    }),
};

/** True where esp-ppq took the scales for one. */
export function isLeftOut(mismatch: RawExponentMismatch): boolean {
  const [low, high] = ends(mismatch);
  return 2 ** high - 2 ** low < SAME_SCALE;
}

function ends({ exponents }: RawExponentMismatch): readonly [number, number] {
  return [exponents.reduce((a, b) => Math.min(a, b)), exponents.reduce((a, b) => Math.max(a, b))];
}

import type { Unpinned } from "../../../../kernels-ref/index.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import type { LintRule } from "../finding.js";
import { againstReading } from "../vector-law.js";

/** A reading of the ESP32-P4's vector unit that silicon has not confirmed, and the other one. */
interface Reading {
  readonly op: string;
  readonly other: Partial<Unpinned>;
  readonly text: string;
}

const READINGS: readonly Reading[] = [
  {
    op: "espdl.prelu",
    other: { preluRounding: "floor" },
    text: "rounds negative products half to even if its instruction obeys the rounding mode, else down (option preluRounding)",
  },
  {
    op: "espdl.prelu",
    other: { preluOverflow: "wrap" },
    text: "saturates a negative product that leaves int8, or wraps it (option preluOverflow)",
  },
  {
    op: "espdl.resize",
    other: { resizeRounding: "floor" },
    text: "rounds as the operator before it left the core: half to even after a convolution, down after a table (option resizeRounding)",
  },
];

/** Where two readings of the manual give two results, which one holds is not pinned. */
export const unpinned: LintRule = {
  name: "unpinned",
  check: (context) => {
    if (context.chip !== "esp32p4") return [];
    return READINGS.flatMap(({ op, other, text }) =>
      context.calls(op).flatMap(([node, call]) => {
        const measured = isConcerned(call) ? againstReading(context, call, other) : undefined;
        if (measured === undefined || measured.differing === 0) return [];
        return [
          {
            severity: "note" as const,
            node: node.name,
            op: node.op,
            reason: `${node.op} on esp32p4 ${text}: not pinned by anything that ran on silicon`,
            measured,
            remedy: "compare a capture of a board with both readings, or allow for it when you compare",
          },
        ];
      }),
    );
  },
};

const isConcerned = ({ types, attributes }: CallLayer): boolean =>
  types[0].dtype === "int8" && attributes.mode !== "linear";

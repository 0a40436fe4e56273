import type { CallLayer } from "../../../ir/graph/program.js";
import { type Chip, isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { some } from "../text.js";
import { againstPlain } from "../vector-law.js";

/** Plain C shifts to the left; a vector unit knows only shifts to the right. */
export const negativeShift: LintRule = {
  name: "negative-shift",
  check: (context) => {
    const { chip } = context;
    if (!isVectorChip(chip)) return [];
    return context.calls("espdl.conv", "espdl.matmul", "espdl.mul").flatMap(([node, call]) => {
      const shifts = shiftsOf(call);
      const negative = shifts.flatMap((shift, channel) => (shift < 0 ? [channel] : []));
      if (negative.length === 0 || call.types[0].dtype === "float32") return [];
      // What the ESP32-S3's Mul does with one is not known.
      if (call.op === "espdl.mul" && chip === "esp32s3") return [];
      const measured = againstPlain(context, call);
      if (call.op === "espdl.mul" && measured?.differing === 0) return [];
      const where = shifts.length === 1 ? "" : ` in channels ${some(negative)}`;
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `its output is finer than its sums: a shift of ${shifts.reduce((a, b) => Math.min(a, b))}${where}, which ${effect(chip, call)}`,
          ...(measured && measured.differing > 0 && { measured }),
          remedy: "give the output a coarser scale, at least that of input times kernel, and export again",
        },
      ];
    });
  },
};

function shiftsOf({ op, attributes }: CallLayer): readonly number[] {
  if (op !== "espdl.mul") return attributes.shift as readonly number[];
  const { left_exponent, right_exponent, output_exponent } = attributes;
  return [Number(output_exponent) - Number(left_exponent) - Number(right_exponent)];
}

function effect(chip: Chip, { types }: CallLayer): string {
  if (chip === "esp32p4") return "the chip takes for a large one to the right: about 0";
  return types[0].dtype === "int8"
    ? "the chip takes for one a channel: it reads address 0 and resets"
    : "the chip takes for a large one to the right: about 0";
}

import type { CallLayer } from "../../../ir/graph/program.js";
import { CHIPS, type Chip, chipArithmetic, isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { measure, outputOf } from "../measure.js";
import { some } from "../text.js";
import { againstPlain } from "../vector-law.js";

/** First shift of int8 sums that acts as another: of 32-bit sums in C, in the vector units' lanes. */
const FIRST = { c: 32, esp32s3: 33, esp32p4: 32 };

/**
 * A wide shift of int8 sums should give about 0. In C it is undefined (the shifter takes the count modulo 32), the ESP32-S3's
 * lanes take 5 bits of the count; whether the ESP32-P4's take 5 or 6 is not pinned (see `Unpinned`).
 */
export const wideShift: LintRule = {
  name: "wide-shift",
  check: (context) =>
    context.calls("espdl.conv", "espdl.matmul").flatMap(([node, call]) => {
      const shift = call.attributes.shift as readonly number[];
      const first = FIRST[CHIPS[context.chip]];
      const inLanes = lanes(call);
      const wide = shift.flatMap((bits, channel) => {
        // The channels left over have 6 bits of the count.
        const end = shift.length === 1 ? (inLanes > 0 ? first : first + 32) : channel < inLanes ? first : first + 32;
        return bits >= (isVectorChip(context.chip) ? end : first) ? [channel] : [];
      });
      const { layer, output } = call.inputs[0];
      if (wide.length === 0 || context.program!.layers[layer].types[output].dtype !== "int8") return [];
      const most = shift.reduce((a, b) => Math.max(a, b));
      const inputs = context.inputs(call);
      let measured = againstPlain(context, call);
      if (!isVectorChip(context.chip) && inputs !== undefined) {
        const wrapped = { ...call, attributes: { ...call.attributes, shift: shift.map((bits) => bits % 32) } };
        const [meant, made] = [call, wrapped].map((layer) => outputOf(layer, inputs, chipArithmetic("c")));
        measured = meant && made && measure(meant, made);
      }
      const where = shift.length === 1 ? "" : ` in channels ${some(wide)}`;
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `shifts its 32-bit sums by ${most}${where}: the result should be 0, ${effect(context.chip, most)}`,
          ...(measured && { measured }),
          remedy: "these weights are almost 0: prune the channels, or quantize the kernel with one scale a tensor",
        },
      ];
    }),
};

/** Output channels that are summed in lanes. */
function lanes({ types, attributes }: CallLayer): number {
  const channels = types[0].shape.at(-1) ?? 1;
  return Number(attributes.group ?? 1) > 1 ? channels : channels - (channels % 16);
}

function effect(chip: Chip, shift: number): string {
  if (!isVectorChip(chip)) return "the chip's is undefined (its shifter takes the count modulo 32)";
  if (chip === "esp32s3") return `the chip's lanes shift by ${((shift - 1) & 31) + 1}`;
  return `the chip's lanes shift by ${shift & 31} if they take 5 bits of the count, by ${shift & 63} if 6: not pinned (option shiftMask)`;
}

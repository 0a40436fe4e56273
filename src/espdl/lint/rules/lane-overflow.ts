import type { CallLayer } from "../../../ir/graph/program.js";
import { chipArithmetic } from "../../chip.js";
import type { LintContext } from "../context.js";
import type { LintRule, Measurement, RuleFinding } from "../finding.js";
import { measure, outputOf } from "../measure.js";
import { boundsOf, largestSums, productSumOf } from "../product-bound.js";

/** What a 20-bit lane holds. */
const LANE = 2 ** 19;
/** Output channels that the ESP32-S3 computes at once; those beyond the last full block have 40 bits. */
const BLOCK = 16;

/** The ESP32-S3 accumulates int8 in 20-bit lanes that saturate after every product; the exporter simulates 32 bits. */
export const laneOverflow: LintRule = {
  name: "lane-overflow",
  check: (context) => {
    const { program } = context;
    if (context.chip !== "esp32s3" || program === undefined) return [];
    return context.calls("espdl.conv", "espdl.matmul").flatMap(([node, call]): RuleFinding[] => {
      const bound = boundOf(context, call);
      if (bound < LANE) return [];
      const run = saturation(context, call);
      const times = `sums may reach ${Math.round(bound).toLocaleString("en-US")}, ${(bound / LANE).toFixed(1)} times what a 20-bit lane holds`;
      const seen = run === undefined || run.saturated === 0 ? "" : `; on this input ${run.saturated} sums saturate`;
      return [
        {
          severity:
            run === undefined
              ? "warning"
              : run.measured.differing > 0
                ? "error"
                : run.saturated > 0
                  ? "warning"
                  : "note",
          node: node.name,
          op: node.op,
          reason: times + seen,
          ...(run && { measured: run.measured }),
          remedy: "quantize this node to int16, or split its input channels and add the parts",
        },
      ];
    });
  },
};

/** The largest partial sum of the channels that have a 20-bit lane. */
function boundOf({ program }: LintContext, call: CallLayer): number {
  const data = program!.layers[call.inputs[0].layer].types[call.inputs[0].output];
  if (data.dtype !== "int8") return 0;
  const sum = productSumOf(program!, call);
  // A computed weight: every product at its largest.
  if (sum === undefined) return (call.types[0].shape.at(-1) ?? 1) >= BLOCK ? data.shape.at(-1)! * LARGEST_PRODUCT : 0;
  const { channels, depthwise } = sum;
  const inLanes = depthwise ? channels : channels - (channels % BLOCK);
  const largest = largestSums(sum, boundsOf(program!, call.inputs[0])).slice(0, inLanes);
  return largest.reduce((most, bound) => Math.max(most, bound), 0);
}

const LARGEST_PRODUCT = 128 * 128;

/** The call in lanes against the call without, on the inputs that it has in the run. */
function saturation(context: LintContext, call: CallLayer): { saturated: number; measured: Measurement } | undefined {
  const inputs = context.inputs(call);
  if (inputs === undefined) return undefined;
  let saturated = 0;
  const counting = { ...chipArithmetic("esp32s3", true), onLaneSaturation: () => saturated++ };
  const made = outputOf(call, inputs, counting);
  const meant = outputOf(call, inputs, chipArithmetic("esp32s3"));
  return made && meant && { saturated, measured: measure(meant, made) };
}

import { spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import { KERNELS } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { numbers } from "../../../ir/graph/graph.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import { chipArithmetic } from "../../chip.js";
import { integerOf, integersOf, type LintContext, type LintNode } from "../context.js";
import type { LintRule, Measurement, RuleFinding } from "../finding.js";
import { measure } from "../measure.js";
import { dims } from "../text.js";

/** The chip's pools look at neither ceil_mode nor dilations. */
export const poolAttributes: LintRule = {
  name: "pool-attributes",
  check: (context) =>
    context.nodes.flatMap((node): RuleFinding[] => {
      if (node.op !== "MaxPool" && node.op !== "AveragePool") return [];
      const dilated = integersOf(node, "dilations").some((dilation) => dilation !== 1);
      const ceil = integerOf(node, "ceil_mode") === 1;
      if (!dilated && !ceil) return [];
      const [call] = node.calls;
      const made = call?.types[0].shape;
      const meant = call && meantShape(context, node, call, ceil);
      const same = made !== undefined && made.join() === meant?.join();
      if (!dilated && same) return [];
      const sizes = made && meant && !same ? `: its output is ${dims(made)} on the chip, ${dims(meant)} in ONNX` : "";
      const measured = call && same ? dilation(context, node, call) : undefined;
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `the chip ignores ${dilated ? "dilations" : "ceil_mode"}${sizes}`,
          ...(measured && { measured }),
          remedy: dilated
            ? "slice the image into its phases and pool each, or choose a pool without dilation"
            : "pad the input before the pool instead of ceil_mode, and train or export again",
        },
      ];
    }),
};

/** The output's shape as ONNX has it. */
function meantShape({ program }: LintContext, node: LintNode, call: CallLayer, ceil: boolean): number[] {
  const { layer, output } = call.inputs[0];
  const { shape } = program!.layers[layer].types[output];
  const [kernel, strides, pads] = ["kernel_shape", "strides", "pads"].map((name) => numbers(call.attributes, name));
  const dilations = integersOf(node, "dilations");
  return shape.map((length, axis) => {
    const i = axis - 1;
    if (i < 0 || i >= kernel.length) return length;
    const room = length + pads[i]! + pads[i + kernel.length]! - (kernel[i]! - 1) * (dilations[i] ?? 1) - 1;
    const steps = ceil ? Math.ceil(room / strides[i]!) : Math.floor(room / strides[i]!);
    // ONNX drops a last window that would start in the padding.
    return steps * strides[i]! >= length + pads[i]! ? steps : steps + 1;
  });
}

/** A dilated maximum pool against the chip's; both have one shape. */
function dilation(context: LintContext, node: LintNode, call: CallLayer): Measurement | undefined {
  const [data] = context.inputs(call) ?? [];
  const made = context.value({ layer: call.index, output: 0 });
  if (call.op !== "espdl.max_pool" || data === undefined || made === undefined || data.shape.length !== 4)
    return undefined;
  const [kernel, strides, pads] = ["kernel_shape", "strides", "pads"].map((name) => numbers(call.attributes, name));
  const meant = Tensor.zeros(made.dtype, made.shape);
  const geometry = {
    layout: "NHWC",
    pool_size: spatialPair(kernel, 1),
    strides: spatialPair(strides, 1),
    dilation: spatialPair(integersOf(node, "dilations"), 1),
    padding: spatialPads(pads),
  };
  KERNELS.get("nn.max_pool2d")!([data], geometry, [meant], chipArithmetic(context.chip));
  return measure(meant, made);
}

import { printable } from "../../../formats/onnx/printable.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import { isVectorChip } from "../../chip.js";
import { workOf } from "../../work.js";
import type { LintContext, LintNode } from "../context.js";
import type { LintRule } from "../finding.js";

/** Output or input channels that the vector units compute at once. */
const BLOCK = { int8: 16, int16: 8 };
/** Nodes that are named. */
const SHOWN = 3;

/** A product sum whose channels are no multiple of a block takes the unaligned kernel: 24 channels cost 6.5 × 32 a product. */
export const channelBlocks: LintRule = {
  name: "channel-blocks",
  check: (context) => {
    const { program } = context;
    if (!isVectorChip(context.chip) || program === undefined) return [];
    const costly = context
      .calls("espdl.conv")
      .filter(([, call]) => isUnaligned(context, call))
      .map(([node, call]) => ({ node, work: workOf(program, call) }))
      .sort((a, b) => b.work - a.work);
    const all = context.calls("espdl.conv", "espdl.matmul").reduce((sum, [, call]) => sum + workOf(program, call), 0);
    const share = costly.reduce((sum, { work }) => sum + work, 0) / all;
    const [first] = costly;
    if (first === undefined || share < 0.1) return [];
    return [
      {
        severity: "note",
        node: first.node.name,
        op: first.node.op,
        reason: `${costly.length} convolution${costly.length === 1 ? "" : "s"} with ${(100 * share).toFixed(0)} % of the products: channels that are no multiple of 16 (int16: 8), most ${names(costly)}: a product there costs about 3 to 6 times as much (24 channels: 6.5 × 32)`,
        remedy: "give layers channel counts that are multiples of 16 where speed matters",
      },
    ];
  },
};

function isUnaligned({ program }: LintContext, call: CallLayer): boolean {
  const { layer, output } = call.inputs[0];
  const data = program!.layers[layer].types[output];
  const block = data.dtype === "int8" ? BLOCK.int8 : BLOCK.int16;
  // Fewer channels than a block (an image has 3) are what they are.
  return [data.shape.at(-1)!, call.types[0].shape.at(-1)!].some(
    (channels) => channels > block && channels % block !== 0,
  );
}

function names(costly: readonly { readonly node: LintNode }[]): string {
  const shown = costly.slice(0, SHOWN).map(({ node }) => printable(node.name));
  return shown.join(", ");
}

import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Draft } from "../draft.js";
import { LAYOUT_RULES } from "../layout/table.js";
import type { WriteContext } from "../options.js";

/** NCHW to the chip's NHWC: every value gets its order, Transposes stand where two orders meet. */
export function layOut(draft: Draft, context: WriteContext): void {
  for (const node of [...draft.nodes]) {
    const rule = LAYOUT_RULES.get(node.opType);
    if (rule === undefined)
      throw new UserError(
        `${printable(node.name)}: ESP-DL has no operator ${node.opType}; replace it in the model, or run it outside the network`,
      );
    rule(draft, node, context);
  }
}

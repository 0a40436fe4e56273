import { unknownAttributes } from "../espdl/import/known-attributes.js";
import type { EspdlModel } from "../espdl/model.js";
import { nodeName } from "../espdl/node-name.js";
import { printable } from "../formats/onnx/printable.js";
import { warn } from "./output.js";

/** Says which attributes of a model's nodes have no meaning here: results may not be the chip's. */
export function warnUnknown({ graph }: EspdlModel): void {
  for (const node of graph.nodes) {
    const unknown = unknownAttributes(node);
    const names = unknown.map((name) => JSON.stringify(printable(name))).join(", ");
    if (unknown.length > 0) warn(`${printable(nodeName(node))}: ${names}: no meaning here, not computed`);
  }
}

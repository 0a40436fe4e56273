import { UserError } from "../../base/errors.js";
import { nearNames } from "../../base/near-names.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { QuantizeOptions } from "./result.js";

/**
 * Whether a node is one of those that the user wants in float, by its own name or by that of a tensor that it makes.
 * @throws UserError for a name that no node has, with the nearest ones.
 */
export function askedFloat({ graph }: OnnxModel, { keepFloat = [] }: QuantizeOptions): (node: OnnxNode) => boolean {
  const asked = new Set(keepFloat);
  const known = new Set(graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]).filter((name) => name !== ""));
  for (const name of asked) {
    if (known.has(name)) continue;
    const near = nearNames(name, [...known]).map(printable);
    const hint = near.length === 0 ? "see the node's name in the model" : `did you mean ${near.join(", ")}?`;
    throw new UserError(
      `--keep_float: no node is called ${printable(name)} after optimization, expected a node of the model; ${hint}`,
    );
  }
  return ({ name, outputs }) => asked.has(name) || outputs.some((output) => asked.has(output));
}

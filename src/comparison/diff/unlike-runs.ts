import { comparedLayers } from "./compared-layers.js";
import type { LayerDiff, TensorSummary, TraceDiff } from "./trace-diff.js";

/** From this share of tensors with other shapes on, two runs are of two networks. */
const OTHER_NETWORK = 0.5;

/** Why two runs are nothing to look for an error in: other inputs, or another network. One line; undefined where they may be. */
export function unlikeRuns({ layers, onlyB }: TraceDiff): string | undefined {
  const inputs = layers.filter(({ op, status }) => op === "input" && status !== "equal");
  const reshaped = inputs.find(hasOtherShape);
  if (reshaped !== undefined)
    return `not the same network: input ${reshaped.id} is ${type(reshaped.a)} in the reference, ${type(reshaped.b)} in the suspect`;
  const made = comparedLayers(layers);
  const other = made.filter(hasOtherShape).length;
  if (other > 1 && other >= made.length * OTHER_NETWORK)
    return `not the same network: ${other} of ${made.length} tensors of the same name have other shapes`;
  // A float input and its integers differ by what quantizing costs.
  const given = inputs.filter(({ a, b }) => a.dtype === b.dtype);
  if (given.length > 0)
    return `the inputs differ: ${given.map(({ id }) => id).join(", ")}; give both runs the same before looking further`;
  const renamed = onlyB.length > 0 && other > 0;
  return renamed ? "the two number their functions differently: `debug --compat` names layers as TVM does" : undefined;
}

const hasOtherShape = ({ mismatch }: LayerDiff): boolean => mismatch.includes("shape");

const type = ({ dtype, shape }: TensorSummary): string => `${dtype} [${shape.join(", ")}]`;

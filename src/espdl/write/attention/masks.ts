import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft } from "../draft.js";

/** A constant additive mask of 0 and −inf alone is stored as booleans: true keeps. */
export function compactMasks(draft: Draft): void {
  for (const node of draft.nodes) {
    const name = node.opType === "Attention" ? node.inputs[3] : undefined;
    const mask = name === undefined ? undefined : draft.constants.get(name);
    if (mask?.dtype !== "float32") continue;
    const data = mask.data as Float32Array;
    if (!data.every((value) => value === 0 || value === Number.NEGATIVE_INFINITY)) continue;
    draft.constants.set(
      name!,
      new Tensor(
        "bool",
        mask.shape,
        Uint8Array.from(data, (value) => (value === 0 ? 1 : 0)),
      ),
    );
  }
}

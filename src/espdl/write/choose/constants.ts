import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft, DraftNode } from "../draft.js";
import { intOf } from "../draft.js";
import type { Choices } from "./choices.js";
import { resultOf } from "./plan.js";
import { accumulates } from "./rules.js";

/** Puts chosen biases and weights in the place of the float model's, as real values that their grids hold exactly. */
export function takeConstants(draft: Draft, { biases, integers, weights }: Choices): void {
  for (const node of draft.nodes) {
    if (!node.quantized || !accumulates(node)) continue;
    const name = resultOf(draft, node);
    replace(draft, node, 2, biases.get(name));
    const rounded = integers.get(name);
    const exponents = weights.get(name);
    if (rounded === undefined || exponents === undefined) continue;
    const shape = draft.constants.get(node.inputs[1]!)?.shape ?? [];
    const inner = channelFirst(node) ? rounded.length / shape[0]! : 1;
    replace(
      draft,
      node,
      1,
      Array.from(rounded, (q, i) => q * 2 ** exponents[Math.floor(i / inner) % exponents.length]!),
    );
  }
}

const channelFirst = (node: DraftNode): boolean => node.opType === "Conv" || intOf(node, "transB", 0) === 1;

function replace(draft: Draft, node: DraftNode, index: number, values: readonly number[] | undefined): void {
  const name = node.inputs[index];
  const constant = name === undefined ? undefined : draft.constants.get(name);
  if (values === undefined || constant?.size !== values.length) return;
  draft.constants.set(name!, new Tensor("float32", constant.shape, Float32Array.from(values)));
}

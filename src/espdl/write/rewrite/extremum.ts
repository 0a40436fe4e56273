import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft, DraftNode } from "../draft.js";
import { broadcast, insertOperator, isFloat } from "./make.js";

/** Beyond every quantized value. */
const FAR = 2 ** 31;

/** max(a, b) = a + relu(b − a), min(a, b) = a − relu(a − b); against one number Clip; of one operand nothing. */
export function extrema(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "Max" || opType === "Min")) {
    if (!node.inputs.every((name) => isFloat(draft, name))) continue;
    if (node.inputs.length === 1) {
      draft.bypass(node);
      continue;
    }
    const [output] = node.outputs as [string];
    let [result, ...others] = variableFirst(draft, node.inputs) as [string, ...string[]];
    others.forEach((other, index) => {
      const last = index === others.length - 1 ? output : undefined;
      result = pair(draft, node, result, other, last);
    });
    draft.remove(node);
  }
}

const variableFirst = (draft: Draft, names: readonly string[]): string[] => [
  ...names.filter((name) => !draft.isConstant(name)),
  ...names.filter((name) => draft.isConstant(name)),
];

function pair(draft: Draft, node: DraftNode, a: string, b: string, output: string | undefined): string {
  const [one, other] = [draft.shapeOf(a), draft.shapeOf(b)];
  const shape = broadcast(one, other);
  const largest = node.opType === "Max";
  const bound = draft.constants.get(b);
  if (bound?.size === 1) {
    const far = draft.addConstant(Tensor.scalar("float32", largest ? FAR : -FAR));
    const own = draft.addConstant(Tensor.scalar("float32", bound.item()));
    return insertOperator(draft, node, "Clip", largest ? [a, own, far] : [a, far, own], shape, {}, output);
  }
  const difference = insertOperator(draft, node, "Sub", largest ? [b, a] : [a, b], shape);
  const positive = insertOperator(draft, node, "Relu", [difference], shape);
  return insertOperator(draft, node, largest ? "Add" : "Sub", [a, positive], shape, {}, output);
}

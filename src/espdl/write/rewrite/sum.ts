import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft } from "../draft.js";
import { broadcast, insertOperator, isFloat } from "./make.js";

/** Sum and Mean of any number of operands as Adds, the mean with a Mul behind them. */
export function sums(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "Sum" || opType === "Mean")) {
    if (!node.inputs.every((name) => isFloat(draft, name))) continue;
    const [first, ...others] = node.inputs as [string, ...string[]];
    if (others.length === 0) {
      draft.bypass(node);
      continue;
    }
    const [output] = node.outputs as [string];
    const mean = node.opType === "Mean";
    let [result, shape] = [first, [...draft.shapeOf(first)]];
    others.forEach((other, index) => {
      shape = broadcast(shape, draft.shapeOf(other));
      const last = index === others.length - 1 && !mean ? output : undefined;
      result = insertOperator(draft, node, "Add", [result, other], shape, {}, last);
    });
    const share = (): string => draft.addConstant(Tensor.scalar("float32", Math.fround(1 / node.inputs.length)));
    if (mean) insertOperator(draft, node, "Mul", [result, share()], shape, {}, output);
    draft.remove(node);
  }
}

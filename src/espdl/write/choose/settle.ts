import type { DraftNode } from "../draft.js";
import { exponentOf, extentOfConstant } from "./grid.js";
import type { Plan } from "./plan.js";
import { accumulates, compares, multiplies, raw } from "./rules.js";
import { isWeighted, leastOutput, type WeightOptions, weightsOf } from "./weights.js";
import { dataInputs } from "./widths.js";

/** More than any network needs: exponents only rise, and by no more than the widths. */
const ROUNDS = 50;

/** Raises exponents until every operator's condition holds: equal operands, no shift to the left. */
export function settle(plan: Plan, options: WeightOptions): void {
  for (let round = 0; round < ROUNDS; round++) {
    plan.changed = false;
    for (const node of plan.draft.nodes) if (node.quantized) condition(plan, node, options);
    if (!plan.changed) return;
  }
}

function condition(plan: Plan, node: DraftNode, options: WeightOptions): void {
  if (raw(node)) {
    align(plan, node);
    return;
  }
  const output = plan.grids.get(node.outputs[0]!);
  const input = plan.read(node, 0);
  if (output === undefined || input === undefined) return;
  if (accumulates(node)) {
    const other = plan.read(node, 1)?.exponent;
    const weights = isWeighted(plan.draft, node) ? weightsOf(plan, node, options).exponents : [other!];
    plan.raise(output, leastOutput(plan, node, weights));
  } else if (multiplies(node)) {
    plan.raise(output, input.exponent + (plan.read(node, 1)?.exponent ?? constantExponent(plan, node, 1)));
  } else if (node.opType === "PRelu") {
    // Some chips copy the positive integers as they are.
    plan.raise(output, input.exponent);
    plan.readOn(node, 0, output.exponent);
  } else if (node.opType === "ReduceSum" || node.opType === "ReduceL1") plan.raise(output, input.exponent);
}

/** Operands of Add, Sub, Concat, Max, Min and comparisons meet on the largest of their exponents and the result's. */
function align(plan: Plan, node: DraftNode): void {
  const indices = dataInputs(plan.draft, node);
  const output = compares(node) ? undefined : plan.grids.get(node.outputs[0]!);
  const constants = node.inputs.flatMap((name, index) =>
    plan.draft.constants.get(name)?.dtype === "float32" ? [constantExponent(plan, node, index)] : [],
  );
  const read = indices.map((index) => plan.read(node, index)!.exponent);
  const common = Math.max(...read, ...constants, ...(output === undefined ? [] : [output.exponent]));
  for (const index of indices) plan.readOn(node, index, common);
  if (output !== undefined) plan.raise(output, common);
}

/** The exponent of a constant operand in its node's width. */
export function constantExponent({ draft }: Plan, node: DraftNode, index: number): number {
  const tensor = draft.constants.get(node.inputs[index]!);
  return tensor === undefined ? 0 : exponentOf(extentOfConstant(tensor.data), node.width as 8 | 16);
}

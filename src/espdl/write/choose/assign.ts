import type { DraftNode } from "../draft.js";
import { biasBits, type Quantization, quantization } from "../quantization.js";
import type { Grid } from "./grid.js";
import type { Plan } from "./plan.js";
import { accumulates, raw } from "./rules.js";
import { constantExponent } from "./settle.js";
import { isWeighted, type WeightOptions, weightsOf } from "./weights.js";
import { dataInputs } from "./widths.js";

/** The grid of a recurrent cell's gates, its bias and its cell state. */
const GATES = quantization(16, [-9]);

/** Constants that stay float or integers: indices, bounds, masks, sizes. */
const FLOAT_CONSTANTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["Resize", [1, 2, 3]],
  ["Attention", [3]],
  ["RMSNormalization", [1]],
]);

const of = (grid: Grid | undefined): Quantization | undefined => grid && quantization(grid.bits, [grid.exponent]);

/** Writes the settled grids to the nodes. */
export function assign(plan: Plan, options: WeightOptions): void {
  const { draft } = plan;
  for (const name of draft.inputs) {
    const given = of(plan.grids.get(name));
    if (given !== undefined) draft.inputQuantization.set(name, given);
  }
  for (const node of draft.nodes) {
    if (!node.quantized) continue;
    const data = new Set(dataInputs(draft, node));
    node.inputQuantization = node.inputs.map((name, index) =>
      draft.isConstant(name) ? constant(plan, node, index) : data.has(index) ? of(plan.read(node, index)) : undefined,
    );
    node.outputQuantization = node.outputs.map((name) => of(plan.grids.get(name)));
    if (accumulates(node) && isWeighted(draft, node)) weighted(plan, node, options);
    else if (node.opType === "LSTM" || node.opType === "GRU") recurrent(node);
  }
}

function constant(plan: Plan, node: DraftNode, index: number): Quantization | undefined {
  const name = node.inputs[index]!;
  if (plan.draft.constants.get(name)?.dtype !== "float32") return undefined;
  if (FLOAT_CONSTANTS.get(node.opType)?.includes(index)) return undefined;
  const width = node.width as 8 | 16;
  // Bounds and padding are compared with, or put beside, the input's integers.
  const beside = node.opType === "Clip" || node.opType === "Pad" ? plan.read(node, 0) : undefined;
  const aligned = raw(node) ? (plan.grids.get(node.outputs[0]!) ?? plan.read(node, 1 - index)) : undefined;
  const own = constantExponent(plan, node, index);
  const exponent = beside?.exponent ?? aligned?.exponent ?? (node.opType === "PRelu" ? Math.min(own, 0) : own);
  return quantization(width, [exponent]);
}

function weighted(plan: Plan, node: DraftNode, options: WeightOptions): void {
  const { bits, axis, exponents } = weightsOf(plan, node, options);
  const input = plan.read(node, 0)!.exponent;
  node.inputQuantization[1] = quantization(bits, exponents, axis);
  if (!node.inputs[2]) return;
  const width = biasBits(options.chip, node.width as 8 | 16);
  const sums = exponents.map((exponent) => exponent + input);
  node.inputQuantization[2] = quantization(width, sums, axis === undefined ? undefined : 0);
}

/** Bias and cell state on the gates' grid, states on the result's. */
function recurrent(node: DraftNode): void {
  const [state] = node.outputQuantization;
  node.inputQuantization[3] = GATES;
  node.inputQuantization[4] = undefined;
  if (node.inputs[5]) node.inputQuantization[5] = state;
  if (node.inputs[6]) node.inputQuantization[6] = GATES;
  if (node.outputs[1]) node.outputQuantization[1] = state;
  if (node.outputs[2]) node.outputQuantization[2] = GATES;
}

import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, floatOf, intsOf } from "../draft.js";

const REDUCTIONS = ["L1", "L2", "Min", "Max", "Prod", "Sum", "Mean", "SumSquare", "LogSum", "LogSumExp"];
const AXES = new Set(["Squeeze", "Unsqueeze", ...REDUCTIONS.map((name) => `Reduce${name}`)]);

/** What newer opsets give as inputs is an input whatever the model's opset: Clip's bounds, Pad's pads, axes, Split's sizes. */
export function attributesToInputs(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.opType === "Clip") clipBounds(draft, node);
    else if (node.opType === "Pad") integers(draft, node, "pads");
    else if (node.opType === "Split") integers(draft, node, "split");
    else if (AXES.has(node.opType)) integers(draft, node, "axes");
  }
}

function integers(draft: Draft, node: DraftNode, name: string): void {
  const values = intsOf(node, name);
  if (values === undefined) return;
  node.attributes.delete(name);
  const tensor = new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt));
  addInput(node, draft.addConstant(tensor));
}

function clipBounds(draft: Draft, node: DraftNode): void {
  if (!node.attributes.has("min") && !node.attributes.has("max")) return;
  for (const [name, otherwise] of [
    ["min", -(2 ** 31)],
    ["max", 2 ** 31],
  ] as const) {
    const value = Tensor.scalar("float32", floatOf(node, name, otherwise));
    addInput(node, draft.addConstant(value, `${node.name}_${name}`));
    node.attributes.delete(name);
  }
}

function addInput(node: DraftNode, name: string): void {
  node.inputs.push(name);
  node.inputQuantization.push(undefined);
}

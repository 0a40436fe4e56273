import type { CallLayer, ParamLayer, Program } from "../../ir/graph/program.js";
import type { BiasTarget } from "./targets.js";

/** A layer that multiplies by constant weights, and the bias that is added to its sums. */
export interface ProductLayer {
  readonly layer: CallLayer;
  readonly weight: ParamLayer;
  readonly target: BiasTarget;
  /** Of what the layer reads. */
  readonly inputExponent: number;
}

const PRODUCTS: ReadonlySet<string> = new Set(["nn.conv2d", "nn.dense", "espdl.conv", "espdl.matmul"]);

/** The products under the sums with a bias, by their layers' indices; none whose weights another layer reads too. */
export function productsUnder(program: Program, targets: ReadonlyMap<number, BiasTarget>): Map<number, ProductLayer> {
  const reads = new Map<number, number>();
  for (const layer of program.layers)
    if (layer.kind === "call") for (const { layer: read } of layer.inputs) reads.set(read, (reads.get(read) ?? 0) + 1);
  const found = new Map<number, ProductLayer>();
  for (const target of targets.values()) {
    let layer = program.layers[target.tail[0]!.index];
    while (layer?.kind === "call" && !PRODUCTS.has(layer.op)) layer = program.layers[layer.inputs[0]?.layer ?? -1];
    const weight = layer?.kind === "call" ? program.layers[layer.inputs[1]?.layer ?? -1] : undefined;
    if (layer?.kind !== "call" || weight?.kind !== "param" || reads.get(weight.index) !== 1) continue;
    const inputExponent = program.layers[layer.inputs[0]!.layer]!.exponent;
    if (typeof inputExponent === "number") found.set(layer.index, { layer, weight, target, inputExponent });
  }
  return found;
}

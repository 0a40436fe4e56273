import { node as build } from "../../graph/build.js";
import type { Value } from "../../graph/graph.js";
import { isConstant } from "../pattern.js";
import { type Canonicalizer, Lowering } from "./lowering.js";
import { requantize } from "./requantize.js";

function sameScale(a: Value, b: Value): boolean {
  return isConstant(a) && isConstant(b) && a.tensor.item() === b.tensor.item();
}

/** Inputs in another scale than the result's are requantized (half up) first. */
export const concatenate: Canonicalizer = (node, inputs) => {
  const count = (inputs.length - 2) / 3;
  const [outputScale, outputZeroPoint] = inputs.slice(-2) as [Value, Value];
  const data = inputs.slice(0, count).map((value, i) => {
    const [scale, zeroPoint] = [inputs[count + i] as Value, inputs[2 * count + i] as Value];
    if (sameScale(scale, outputScale)) return value;
    const operands = [value, scale, zeroPoint, outputScale, outputZeroPoint];
    const stand = build("qnn.requantize", operands, { rounding: "UPWARD", out_dtype: "int8" }, node.origin);
    return requantize(stand, operands);
  });
  return new Lowering(node).result("concatenate", data, { axis: node.attributes.axis as number });
};

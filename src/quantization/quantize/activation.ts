import { UserError } from "../../base/errors.js";
import type { OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Draft, QuantizedValue } from "./draft.js";
import { makeNode } from "./make-node.js";
import { exponentFor } from "./scale.js";
import { quantizeInitializer } from "./weight.js";

/** Ends the name of every integer twin but a Split's outputs. */
export const SUFFIX = "_quantized";

/**
 * An operator's float32 input as int8: its twin if there is one, else a new constant or a QuantizeLinear node.
 * @throws UserError for a constant that another node already uses as a per-channel weight.
 */
export function quantizeInput(draft: Draft, name: string): QuantizedValue {
  const known = draft.quantized(name);
  if (known !== undefined && typeof known.exponent !== "number") {
    throw new UserError(
      `${printable(name)}: must have one scale as an activation, got one a channel as a weight; quantize per tensor`,
    );
  }
  if (known !== undefined) return known;
  if (draft.initializers.has(name)) return quantizeInitializer(draft, name);
  const value = outputParameters(draft, name);
  draft.emit(makeNode("QuantizeLinear", [name, value.scale, value.zeroPoint], [value.name]));
  defineActivation(draft, name, value);
  return value;
}

/** Scale and zero point from the calibrated range of a tensor, and the name its int8 twin will have. */
export function outputParameters(draft: Draft, name: string): QuantizedValue {
  const exponent = draft.chosenExponent(name) ?? exponentFor(draft.range(name));
  return { name: name + SUFFIX, ...draft.addScale(name, exponent, true) };
}

/** Registers an activation's int8 twin. */
export function defineActivation(draft: Draft, name: string, value: QuantizedValue): void {
  const { min, max } = draft.range(name);
  draft.define(name, value);
  draft.rows.push({
    tensor: name,
    quantized: value.name,
    kind: "activation",
    dtype: "int8",
    min,
    max,
    exponent: value.exponent,
  });
}

/** Makes the float tensor again from its int8 twin, where the new graph does not have it yet; a constant it has. */
export function dequantize(draft: Draft, name: string): void {
  const value = draft.quantized(name);
  if (value === undefined || draft.has(name) || draft.initializers.has(name)) return;
  draft.emit(makeNode("DequantizeLinear", [value.name, value.scale, value.zeroPoint], [name]));
}

/**
 * Leaves a node in float, its int8 inputs dequantized.
 * @param reason why, for the report
 */
export function keepFloat(draft: Draft, node: OnnxNode, reason = "its input is computed in float"): void {
  const tensor = node.outputs[0] ?? "";
  draft.floats.push({ node: node.name || tensor, operator: node.opType, tensor, reason });
  for (const input of node.inputs) dequantize(draft, input);
  draft.emit(node);
}

/** The same for a node that could be int8. */
export function keepFloatByChoice(draft: Draft, node: OnnxNode, reason: string): void {
  keepFloat(draft, node, reason);
  draft.floats.push({ ...draft.floats.pop()!, chosen: true });
}

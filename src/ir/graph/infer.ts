import { type AttributeSpec, isOfKind } from "./attribute.js";
import type { Attributes, TensorType } from "./graph.js";
import { type OperatorRule, TypeRuleError } from "./operators/rule.js";
import { OPERATORS } from "./operators/table.js";

/** The rule of `op`. @throws TypeRuleError when the IR has no such operator. */
export function ruleOf(op: string): OperatorRule {
  const rule = OPERATORS.get(op);
  if (rule === undefined) throw new TypeRuleError(`the IR has no operator ${op}`);
  return rule;
}

/** `attributes` with the missing ones set to Relay's defaults, in Relay's order. @throws TypeRuleError on an unknown one. */
export function completeAttributes(op: string, attributes: Attributes): Attributes {
  const specs = ruleOf(op).attributes;
  for (const name of Object.keys(attributes)) {
    if (!specs.some((spec) => spec.name === name)) throw new TypeRuleError(`${op} has no attribute ${name}`);
  }
  return Object.fromEntries(specs.map((spec) => [spec.name, attributeValue(op, spec, attributes)]));
}

function attributeValue(op: string, spec: AttributeSpec, attributes: Attributes) {
  const value = attributes[spec.name] ?? spec.fallback;
  if (value === undefined) throw new TypeRuleError(`${op} needs the attribute ${spec.name}`);
  if (!isOfKind(spec.kind, value))
    throw new TypeRuleError(
      `${op}.${spec.name} must be of kind ${spec.kind}, got ${JSON.stringify(value).slice(0, 80)}`,
    );
  return value;
}

/** Result types of `op` on inputs of these types. @throws TypeRuleError when the operator's type relation does not hold. */
export function inferType(
  op: string,
  inputTypes: readonly TensorType[],
  attributes: Attributes,
): readonly TensorType[] {
  return ruleOf(op).infer(inputTypes, attributes);
}

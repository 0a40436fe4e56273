import type { AttributeSpec } from "./attribute.js";
import type { Attributes, AttributeValue } from "./graph.js";
import { ruleOf } from "./infer.js";
import { printFloat } from "./print-number.js";

function printValue(value: AttributeValue, float: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item: AttributeValue) => printValue(item, float)).join(", ")}]`;
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "boolean") return value ? "True" : "False";
  return float ? `${printFloat(Number(value))}f` : String(value);
}

function isFallback(spec: AttributeSpec, value: AttributeValue): boolean {
  return spec.fallback !== undefined && JSON.stringify(spec.fallback) === JSON.stringify(value);
}

/** `name=value` of every attribute that differs from its default, in Relay's order. */
export function printAttributes(op: string, attributes: Attributes): string[] {
  return ruleOf(op)
    .attributes.filter((spec) => !isFallback(spec, attributes[spec.name] as AttributeValue))
    .map((spec) => {
      const isFloat = spec.kind === "float" || spec.kind === "floats";
      return `${spec.name}=${printValue(attributes[spec.name] as AttributeValue, isFloat)}`;
    });
}

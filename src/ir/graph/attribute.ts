import type { Attributes, AttributeValue } from "../../../kernels-ref/operator.js";

/** What an attribute holds. `pairs` is a list of [before, after]; `sections` a count or a list of cut points. */
export type AttributeKind = "int" | "float" | "bool" | "text" | "ints" | "floats" | "pairs" | "sections";

/** An attribute an operator knows; without a `fallback` it must be given. The order of a list of these is Relay's. */
export interface AttributeSpec {
  readonly name: string;
  readonly kind: AttributeKind;
  readonly fallback?: AttributeValue;
}

function spec(kind: AttributeKind) {
  return (name: string, fallback?: AttributeValue): AttributeSpec =>
    fallback === undefined ? { name, kind } : { name, kind, fallback };
}

export const int = spec("int");
export const float = spec("float");
export const flag = spec("bool");
export const text = spec("text");
export const ints = spec("ints");
export const floats = spec("floats");
export const pairs = spec("pairs");
export const sections = spec("sections");

const isNumber = (value: AttributeValue): boolean => typeof value === "number";
const isInteger = (value: AttributeValue): boolean => Number.isInteger(value);
const isList = (value: AttributeValue, item: (value: AttributeValue) => boolean): boolean =>
  Array.isArray(value) && value.every(item);

const KINDS: Readonly<Record<AttributeKind, (value: AttributeValue) => boolean>> = {
  int: isInteger,
  float: isNumber,
  bool: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  ints: (value) => isList(value, isInteger),
  floats: (value) => isList(value, isNumber),
  pairs: (value) =>
    isList(value, (pair) => isList(pair, isInteger) && (pair as readonly AttributeValue[]).length === 2),
  sections: (value) => isInteger(value) || isList(value, isInteger),
};

/** True when `value` is what `kind` asks for. */
export function isOfKind(kind: AttributeKind, value: AttributeValue): boolean {
  return KINDS[kind](value);
}

/** The integer attribute of a node. @throws TypeError on a missing or wrong kind. */
export function integer(attributes: Attributes, name: string): number {
  const value = attributes[name];
  if (!Number.isInteger(value)) throw new TypeError(`attribute ${name} must be an integer, got ${String(value)}`);
  return value as number;
}

/** The text attribute of a node. @throws TypeError on a missing or wrong kind. */
export function textOf(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (typeof value !== "string") throw new TypeError(`attribute ${name} must be text, got ${String(value)}`);
  return value;
}

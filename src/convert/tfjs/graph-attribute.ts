import type { Attribute } from "../graphdef/attribute.js";
import { elementTypeName } from "../graphdef/element-type.js";

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** An attribute as protobuf's JSON writes it: `{"s": "base64"}`, `{"list": {"i": ["1", "2"]}}`, … */
export function attributeOf(value: unknown): Attribute {
  const given = record(value);
  const has = (key: string): boolean => Object.hasOwn(given, key) && given[key] !== null;
  if (has("s")) return { kind: "text", value: textOf(given.s) };
  if (has("i")) return { kind: "number", value: Number(given.i) };
  if (has("f")) return { kind: "number", value: Number(given.f) };
  if (has("b")) return { kind: "bool", value: given.b === true };
  if (has("type")) return { kind: "type", value: typeOf(given.type) };
  if (has("shape")) return { kind: "shape", value: shapeOf(given.shape) };
  if (has("func")) return { kind: "function", value: String(record(given.func).name ?? "") };
  // Its elements stand beside the graph.
  if (!has("list")) return { kind: "other" };
  const { s, i, f } = record(given.list);
  if (Array.isArray(s) && s.length > 0) return { kind: "texts", value: s.map(textOf) };
  const numbers = Array.isArray(i) && i.length > 0 ? i : Array.isArray(f) ? f : [];
  return { kind: "numbers", value: numbers.map(Number) };
}

/** Bytes as base64, or as a list of them. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return String.fromCharCode(...value.slice(0, 1000).map(Number));
  return Buffer.from(String(value), "base64").toString("utf8");
}

/** A type by its name or number. */
export const typeOf = (value: unknown): string => (typeof value === "number" ? elementTypeName(value) : String(value));

/** Sizes, -1 where one is free; undefined where their number is. */
export function shapeOf(value: unknown): number[] | undefined {
  const { dim, unknownRank } = record(value);
  if (unknownRank === true || value === undefined || value === null) return undefined;
  return Array.isArray(dim) ? dim.map((size) => Number(record(size).size ?? 0)) : [];
}

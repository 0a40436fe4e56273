import { KernelError } from "./kernel-error.js";
import type { Attributes, AttributeValue } from "./operator.js";

/** A number, boolean or 64-bit attribute as a number. @throws KernelError when it is missing without a default. */
export function numberAttribute(attributes: Attributes, name: string, fallback?: number): number {
  const value = attributes[name] ?? fallback;
  if (value === undefined || typeof value === "object" || typeof value === "string")
    throw wrong(name, "a number", value);
  return Number(value);
}

/** A list of numbers; a lone number counts as a list of one. @throws KernelError as `numberAttribute`. */
export function numbersAttribute(attributes: Attributes, name: string, fallback?: readonly number[]): number[] {
  const value = attributes[name] ?? fallback;
  if (value === undefined || typeof value === "string") throw wrong(name, "a list of numbers", value);
  return typeof value === "object" ? value.map(Number) : [Number(value)];
}

/** A piece of text, such as a layout. @throws KernelError as `numberAttribute`. */
export function stringAttribute(attributes: Attributes, name: string, fallback?: string): string {
  const value = attributes[name] ?? fallback;
  if (typeof value !== "string") throw wrong(name, "a string", value);
  return value;
}

/** Padding as [top, left, bottom, right]: one number stands for all four, two for both sides of each axis. */
export function padding2d(attributes: Attributes): readonly [number, number, number, number] {
  const padding = numbersAttribute(attributes, "padding", [0, 0, 0, 0]);
  const [a = 0, b = a, c = a, d = b] = padding;
  return [a, b, c, d];
}

/** A pair such as strides or dilation: [vertical, horizontal]; one number stands for both. */
export function pair(attributes: Attributes, name: string, fallback?: readonly number[]): readonly [number, number] {
  const [vertical = 1, horizontal = vertical] = numbersAttribute(attributes, name, fallback);
  return [vertical, horizontal];
}

/** Axis −1 is the last. */
export function normalizeAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function wrong(name: string, expected: string, value: AttributeValue | undefined): KernelError {
  return new KernelError(`attribute ${name} must be ${expected}, got ${String(value)}`);
}

import type { OnnxDim } from "../model.js";
import { parseDim } from "./parse-dim.js";
import type { Polynomial } from "./polynomial.js";
import * as poly from "./polynomial.js";

/*
 * Arithmetic on dimensions. Results are canonical: a number where the value is known, else an expression such as
 * `2*N` or `floor((N - 1)/2) + 1`, and null as soon as an operand is unknown. Symbols stand for integers ≥ 0.
 */

function polynomialOf(dim: number | string): Polynomial {
  return typeof dim === "number" ? poly.constant(dim) : parseDim(dim);
}

function dimOf(polynomial: Polynomial): number | string {
  return poly.constantOf(polynomial) ?? polynomial.text;
}

/** An expression that would be longer is unknown: no network needs it, and chains of products stay bounded. */
const MAX_TEXT = 500;

function lift(a: OnnxDim, b: OnnxDim, operation: (a: Polynomial, b: Polynomial) => Polynomial): OnnxDim {
  if (a === null || b === null) return null;
  const result = dimOf(operation(polynomialOf(a), polynomialOf(b)));
  return typeof result === "string" && result.length > MAX_TEXT ? null : result;
}

/** The same dimension in canonical text: `N+1` → `N + 1`. */
export function canonicalDim(dim: OnnxDim): OnnxDim {
  return typeof dim === "string" ? dimOf(parseDim(dim)) : dim;
}

export function addDims(a: OnnxDim, b: OnnxDim): OnnxDim {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return lift(a, b, poly.add);
}

export function subtractDims(a: OnnxDim, b: OnnxDim): OnnxDim {
  return addDims(a, multiplyDims(b, -1));
}

export function multiplyDims(a: OnnxDim, b: OnnxDim): OnnxDim {
  if (a === 0 || b === 0) return 0;
  if (typeof a === "number" && typeof b === "number") return a * b;
  return lift(a, b, poly.multiply);
}

/** floor(a / b); null when b is 0. */
export function floorDivideDims(a: OnnxDim, b: OnnxDim): OnnxDim {
  return b === 0 ? null : lift(a, b, poly.floorDivide);
}

/** ceil(a / b) for b > 0. */
export function ceilDivideDims(a: OnnxDim, b: number): OnnxDim {
  return floorDivideDims(addDims(a, b - 1), b);
}

/** a / b where the division leaves no rest for every value of the symbols; null where that cannot be shown. */
export function divideDimsExactly(a: OnnxDim, b: OnnxDim): OnnxDim {
  if (a === null || b === null || b === 0) return null;
  const quotient = poly.divideExactly(polynomialOf(a), polynomialOf(b));
  return quotient === undefined ? null : dimOf(quotient);
}

export function minDim(a: OnnxDim, b: OnnxDim): OnnxDim {
  return lift(a, b, (x, y) => poly.extremum("min", [x, y]));
}

export function maxDim(a: OnnxDim, b: OnnxDim): OnnxDim {
  return lift(a, b, (x, y) => poly.extremum("max", [x, y]));
}

/** The product of dimensions: 1 for none, null when one is unknown (and none is 0). */
export function productOfDims(dims: readonly OnnxDim[]): OnnxDim {
  if (dims.includes(0)) return 0;
  return dims.reduce(multiplyDims, 1);
}

/** The dimension with symbols replaced by sizes or expressions; the dimension itself when it has none of them. */
export function substituteDim(dim: OnnxDim, values: ReadonlyMap<string, number | string>): OnnxDim {
  if (typeof dim !== "string" || values.size === 0) return dim;
  const polynomial = parseDim(dim);
  const replaced = new Map<string, Polynomial>();
  for (const name of poly.symbolsOf(polynomial)) {
    const value = values.get(name);
    if (value !== undefined) replaced.set(name, polynomialOf(value));
  }
  return replaced.size === 0 ? dim : dimOf(poly.substitute(polynomial, replaced));
}

export function dimSymbols(dim: OnnxDim): Set<string> {
  return typeof dim === "string" ? poly.symbolsOf(parseDim(dim)) : new Set();
}

export interface Binding {
  readonly symbol: string;
  readonly value: number | string;
}

/**
 * What makes a = b true: N = 4 from `2*N` = 8, N = M from two symbols; several bindings are alternatives.
 * "equal" when they already are, "impossible" when no value can, none when nothing can be concluded.
 */
export function solveDims(a: number | string, b: number | string): "equal" | "impossible" | readonly Binding[] {
  const difference = poly.add(polynomialOf(a), poly.negate(polynomialOf(b)));
  const constant = poly.constantOf(difference);
  if (constant !== undefined) return constant === 0 ? "equal" : "impossible";
  const bindings: Binding[] = [];
  for (const { symbol, coefficient, rest } of poly.linearTerms(difference)) {
    const offset = poly.constantOf(rest);
    if (offset !== undefined) {
      const value = -offset / coefficient;
      return Number.isInteger(value) && value >= 0 ? [{ symbol, value }] : "impossible";
    }
    const value = poly.divideExactly(poly.negate(rest), poly.constant(coefficient));
    if (value !== undefined) bindings.push({ symbol, value: dimOf(value) });
  }
  return bindings;
}

/**
 * Canonical integer polynomials over symbols and over `floor`, `min` and `max` of polynomials: the algebra behind
 * symbolic dimensions. Two polynomials are equal exactly when their texts are.
 */
export interface Polynomial {
  /** In canonical order; no term has coefficient 0 and no two have the same factors. */
  readonly terms: readonly Term[];
  /** The canonical text: `2*N + 1`, `floor((N - 1)/2) + 1`. */
  readonly text: string;
}

interface Term {
  readonly coefficient: number;
  /** Sorted by text; a power is a repeated factor. */
  readonly factors: readonly Factor[];
}

export type Factor =
  | { readonly kind: "symbol"; readonly text: string }
  | { readonly kind: "floor"; readonly text: string; readonly numerator: Polynomial; readonly divisor: Polynomial }
  | { readonly kind: "min" | "max"; readonly text: string; readonly of: readonly Polynomial[] };

const factorsText = (factors: readonly Factor[]): string => factors.map((factor) => factor.text).join("*");

function build(terms: Iterable<Term>): Polynomial {
  const byFactors = new Map<string, Term>();
  for (const term of terms) {
    const key = factorsText(term.factors);
    const coefficient = term.coefficient + (byFactors.get(key)?.coefficient ?? 0);
    byFactors.set(key, { coefficient, factors: term.factors });
  }
  const rank = (term: Term): number => -term.factors.length;
  const sorted = [...byFactors]
    .filter(([, term]) => term.coefficient !== 0)
    .sort(([a, x], [b, y]) => rank(x) - rank(y) || (a < b ? -1 : 1))
    .map(([, term]) => term);
  return { terms: sorted, text: polynomialText(sorted) };
}

function polynomialText(terms: readonly Term[]): string {
  if (terms.length === 0) return "0";
  let text = "";
  for (const { coefficient, factors } of terms) {
    const size = Math.abs(coefficient);
    const sign = coefficient < 0 ? "-" : "+";
    text += text === "" ? (sign === "-" ? "-" : "") : ` ${sign} `;
    text += factors.length === 0 ? size : size === 1 ? factorsText(factors) : `${size}*${factorsText(factors)}`;
  }
  return text;
}

const factor = (one: Factor): Polynomial => build([{ coefficient: 1, factors: [one] }]);

export const constant = (value: number): Polynomial => build([{ coefficient: value, factors: [] }]);

export const symbol = (name: string): Polynomial => factor({ kind: "symbol", text: name });

/** The value of a polynomial without symbols, else undefined. */
export function constantOf(p: Polynomial): number | undefined {
  if (p.terms.length === 0) return 0;
  const [first] = p.terms;
  return p.terms.length === 1 && first?.factors.length === 0 ? first.coefficient : undefined;
}

export const add = (a: Polynomial, b: Polynomial): Polynomial => build([...a.terms, ...b.terms]);

export const negate = (a: Polynomial): Polynomial => multiply(a, constant(-1));

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  return build(
    a.terms.flatMap((x) =>
      b.terms.map((y) => ({
        coefficient: x.coefficient * y.coefficient,
        factors: [...x.factors, ...y.factors].sort((f, g) => (f.text < g.text ? -1 : f.text > g.text ? 1 : 0)),
      })),
    ),
  );
}

/** a / b where b is a single term that divides every term of a, else undefined. */
export function divideExactly(a: Polynomial, b: Polynomial): Polynomial | undefined {
  const [divisor] = b.terms;
  if (b.terms.length !== 1 || divisor === undefined)
    return a.text === b.text && a.text !== "0" ? constant(1) : undefined;
  const terms: Term[] = [];
  for (const term of a.terms) {
    const factors = [...term.factors];
    for (const wanted of divisor.factors) {
      const at = factors.findIndex((present) => present.text === wanted.text);
      if (at < 0) return undefined;
      factors.splice(at, 1);
    }
    if (term.coefficient % divisor.coefficient !== 0) return undefined;
    terms.push({ coefficient: term.coefficient / divisor.coefficient, factors });
  }
  return build(terms);
}

/** floor(a / b); whole multiples of an integer b are taken out: floor((2*N + 1)/2) = N. `b` must not be 0. */
export function floorDivide(a: Polynomial, b: Polynomial): Polynomial {
  const exact = divideExactly(a, b);
  if (exact !== undefined) return exact;
  const divisor = constantOf(b);
  if (divisor === undefined || divisor < 0) return factor(floorFactor(a, b));
  const whole = a.terms.filter((term) => term.coefficient % divisor === 0);
  let rest = build(a.terms.filter((term) => term.coefficient % divisor !== 0));
  let quotient = build(whole.map((term) => ({ ...term, coefficient: term.coefficient / divisor })));
  const offset = rest.terms.find((term) => term.factors.length === 0)?.coefficient ?? 0;
  const taken = Math.floor(offset / divisor);
  quotient = add(quotient, constant(taken));
  rest = add(rest, constant(-taken * divisor));
  const value = constantOf(rest);
  if (value !== undefined) return add(quotient, constant(Math.floor(value / divisor)));
  const [reduced, by] = cancelCommon(rest, divisor);
  return add(quotient, nestedFloor(reduced, by) ?? factor(floorFactor(reduced, constant(by))));
}

/** floor((g·A + c)/(g·d)) = floor((A + floor(c/g))/d) */
function cancelCommon(numerator: Polynomial, divisor: number): [Polynomial, number] {
  let common = divisor;
  for (const { coefficient, factors } of numerator.terms) {
    if (factors.length > 0) common = greatestDivisor(common, Math.abs(coefficient));
  }
  const terms = numerator.terms.map((term) => ({ ...term, coefficient: Math.floor(term.coefficient / common) }));
  return [build(terms), divisor / common];
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** floor((floor(x/a) + c)/b) = floor((x + a·c)/(a·b)) for integers a, b > 0. */
function nestedFloor(numerator: Polynomial, divisor: number): Polynomial | undefined {
  const [first, second] = numerator.terms;
  const inner = first?.factors[0];
  if (first?.coefficient !== 1 || first.factors.length !== 1 || inner?.kind !== "floor") return undefined;
  if (numerator.terms.length > 2 || (second !== undefined && second.factors.length > 0)) return undefined;
  const innerDivisor = constantOf(inner.divisor);
  if (innerDivisor === undefined || innerDivisor < 0) return undefined;
  const shifted = add(inner.numerator, constant(innerDivisor * (second?.coefficient ?? 0)));
  return floorDivide(shifted, constant(innerDivisor * divisor));
}

function floorFactor(numerator: Polynomial, divisor: Polynomial): Factor {
  const single = (p: Polynomial): boolean =>
    p.terms.length < 2 && (p.terms[0]?.factors.length ?? 0) < 2 && !p.text.startsWith("-");
  const wrap = (p: Polynomial): string => (single(p) ? p.text : `(${p.text})`);
  return { kind: "floor", text: `floor(${wrap(numerator)}/${wrap(divisor)})`, numerator, divisor };
}

/** The least or greatest of some polynomials; constants and equal arguments are merged. */
export function extremum(kind: "min" | "max", polynomials: readonly Polynomial[]): Polynomial {
  const distinct = new Map<string, Polynomial>();
  const constants: number[] = [];
  for (const p of polynomials) {
    const value = constantOf(p);
    if (value === undefined) distinct.set(p.text, p);
    else constants.push(value);
  }
  const of = [...distinct.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  if (constants.length > 0) of.push(constant(Math[kind](...constants)));
  if (of.length === 1) return of[0] as Polynomial;
  return factor({ kind, text: `${kind}(${of.map((p) => p.text).join(", ")})`, of });
}

/** The polynomial with symbols replaced. */
export function substitute(p: Polynomial, values: ReadonlyMap<string, Polynomial>): Polynomial {
  let sum = constant(0);
  for (const term of p.terms) {
    let product = constant(term.coefficient);
    for (const one of term.factors) product = multiply(product, substituteFactor(one, values));
    sum = add(sum, product);
  }
  return sum;
}

function substituteFactor(one: Factor, values: ReadonlyMap<string, Polynomial>): Polynomial {
  switch (one.kind) {
    case "symbol":
      return values.get(one.text) ?? factor(one);
    case "floor": {
      const divisor = substitute(one.divisor, values);
      const numerator = substitute(one.numerator, values);
      return constantOf(divisor) === 0 ? factor(floorFactor(numerator, divisor)) : floorDivide(numerator, divisor);
    }
    default:
      return extremum(
        one.kind,
        one.of.map((p) => substitute(p, values)),
      );
  }
}

/** Every symbol that occurs, in order of first occurrence. */
export function symbolsOf(p: Polynomial): Set<string> {
  const names = new Set<string>();
  const visit = (q: Polynomial): void => {
    for (const one of q.terms.flatMap((term) => term.factors)) {
      if (one.kind === "symbol") names.add(one.text);
      else for (const inner of one.kind === "floor" ? [one.numerator, one.divisor] : one.of) visit(inner);
    }
  };
  visit(p);
  return names;
}

/** Every way to read p as coefficient·symbol + rest, where the rest is free of that symbol. */
export function linearTerms(p: Polynomial): { symbol: string; coefficient: number; rest: Polynomial }[] {
  return p.terms.flatMap((term) => {
    const [only, second] = term.factors;
    if (only?.kind !== "symbol" || second !== undefined) return [];
    const rest = build(p.terms.filter((other) => other !== term));
    return symbolsOf(rest).has(only.text) ? [] : [{ symbol: only.text, coefficient: term.coefficient, rest }];
  });
}

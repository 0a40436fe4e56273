import type { Polynomial } from "./polynomial.js";
import * as poly from "./polynomial.js";

const TOKEN = /\s*(?:(\d+)|([A-Za-z_][\w.]*)|(\/\/|[-+*/(),]))/y;

/** Text beyond these bounds is one opaque name: no exporter writes it, and time and stack stay bounded. */
const MAX_DEPTH = 32;
const MAX_LENGTH = 2000;
const MAX_TERMS = 64;

/**
 * Reads a dimension's text: integers, symbols, `+ - * // /`, parentheses, `floor`, `min`, `max`.
 * Text that is not such an expression (`batch size`, `unk?`) is one symbol of that very name. A bare `/` outside
 * `floor(…)` rounds down, as dimensions are whole.
 */
export function parseDim(text: string): Polynomial {
  if (/^[A-Za-z_][\w.]*$/.test(text)) return poly.symbol(text);
  const tokens = text.length <= MAX_LENGTH ? tokenize(text) : undefined;
  const parsed = tokens && new Parser(tokens).whole();
  return parsed ?? poly.symbol(text);
}

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return undefined;
    tokens.push((match[1] ?? match[2] ?? match[3]) as string);
  }
  return tokens;
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Polynomial | undefined {
    const sum = this.sum();
    return this.at === this.tokens.length ? sum : undefined;
  }

  private take(token: string): boolean {
    const found = this.tokens[this.at] === token;
    if (found) this.at++;
    return found;
  }

  private sum(): Polynomial | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    const negative = this.take("-");
    let total = this.product();
    if (negative && total) total = poly.negate(total);
    while (total) {
      const minus = this.take("-");
      if (!minus && !this.take("+")) break;
      const next = this.product();
      total = next && poly.add(total, minus ? poly.negate(next) : next);
    }
    this.depth--;
    return total;
  }

  private product(): Polynomial | undefined {
    let result = this.operand();
    while (result) {
      if (this.take("*")) {
        const next = this.operand();
        result = next && poly.multiply(result, next);
      } else if (this.take("//") || this.take("/")) {
        const next = this.operand();
        result = next && poly.constantOf(next) !== 0 ? poly.floorDivide(result, next) : undefined;
      } else break;
      if (result && result.terms.length > MAX_TERMS) return undefined;
    }
    return result;
  }

  private operand(): Polynomial | undefined {
    const token = this.tokens[this.at++];
    if (token === undefined) return undefined;
    if (token === "(") return this.closed(this.sum());
    if (/^\d/.test(token)) return Number.isSafeInteger(Number(token)) ? poly.constant(Number(token)) : undefined;
    if (!/^[A-Za-z_]/.test(token)) return undefined;
    return this.take("(") ? this.call(token) : poly.symbol(token);
  }

  private closed(inner: Polynomial | undefined): Polynomial | undefined {
    return this.take(")") ? inner : undefined;
  }

  private call(name: string): Polynomial | undefined {
    const list: Polynomial[] = [];
    do {
      const argument = this.sum();
      if (argument === undefined) return undefined;
      list.push(argument);
    } while (this.take(","));
    const kind = name.toLowerCase();
    const [first] = list as [Polynomial];
    if (kind === "floor") return list.length === 1 ? this.closed(first) : undefined;
    return kind === "min" || kind === "max" ? this.closed(poly.extremum(kind, list)) : undefined;
  }
}

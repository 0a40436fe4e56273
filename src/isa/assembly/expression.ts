/** Binary operators by how tightly they bind, as the GNU assembler has them. */
const LEVELS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "|": (a, b) => a | b, "&": (a, b) => a & b, "^": (a, b) => a ^ b },
  {
    "*": (a, b) => a * b,
    "/": (a, b) => Math.trunc(a / b),
    "%": (a, b) => a % b,
    "<<": (a, b) => a << b,
    ">>": (a, b) => a >> b,
  },
];

/** The value of an integer expression, or undefined when it is none. `symbols` are what `.equ` and `.set` named. */
export function evaluate(text: string, symbols: ReadonlyMap<string, number>): number | undefined {
  const tokens = text.match(/0x[0-9a-f]+|\d+|<<|>>|[A-Za-z_.$][\w.$]*|\S/gi) ?? [];
  let at = 0;
  const primary = (): number => {
    const token = tokens[at++];
    if (token === "-") return -primary();
    if (token === "+") return primary();
    if (token === "~") return ~primary();
    if (token === "(") {
      const value = binary(0);
      return tokens[at++] === ")" ? value : Number.NaN;
    }
    if (token !== undefined && /^\d/.test(token)) return Number(token);
    return symbols.get(token ?? "") ?? Number.NaN;
  };
  const binary = (level: number): number => {
    if (level === LEVELS.length) return primary();
    let value = binary(level + 1);
    for (let operator = LEVELS[level]![tokens[at] ?? ""]; operator; operator = LEVELS[level]![tokens[at] ?? ""]) {
      at++;
      value = operator(value, binary(level + 1));
    }
    return value;
  };
  const value = binary(0);
  return at === tokens.length && Number.isInteger(value) ? value : undefined;
}

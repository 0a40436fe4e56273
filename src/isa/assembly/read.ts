import type { Assembly, Statement } from "./assembly.js";
import { DIRECTIVES } from "./directives.js";
import { evaluate } from "./expression.js";
import { codeLines, words } from "./lines.js";
import { expand, type Macro, macroHead } from "./macro.js";
import { type Place, refuse } from "./place.js";

/** The text of a file, by the path as an `#include` writes it; undefined when there is none. */
export type ReadInclude = (path: string) => string | undefined;

/** Deepest macro in a macro, and includes in includes. */
const MAX_DEPTH = 64;
/** More instructions than any file of kernels expands to. */
const MAX_STATEMENTS = 2_000_000;

/**
 * Reads a file of assembly as the GNU assembler would: `#include`, `.macro` with arguments, labels by name and number,
 * either letter case. Nothing is encoded; what no chip's table knows is refused when it is decoded.
 * @throws UserError naming file and line: a directive, macro argument or preprocessor line that is not understood.
 */
export function readAssembly(file: string, text: string, include: ReadInclude = () => undefined): Assembly {
  const reader = new Reader(file, include);
  reader.file(file, text);
  return reader.assembly();
}

class Reader {
  private readonly statements: Statement[] = [];
  private readonly labels = new Map<string, number>();
  private readonly numeric = new Map<string, { order: number; index: number }[]>();
  private readonly symbols = new Map<string, number>();
  private readonly functions = new Set<string>();
  private readonly macros = new Map<string, Macro>();
  private readonly included: string[] = [];
  private order = 0;
  private calls = 0;
  private open: (Omit<Macro, "body"> & { body: Macro["body"][number][]; place: Place }) | undefined;

  constructor(
    private readonly main: string,
    private readonly include: ReadInclude,
  ) {}

  assembly(): Assembly {
    const { statements, labels, numeric, symbols } = this;
    const functions = [...this.functions].filter((name) => labels.has(name));
    functions.sort((a, b) => labels.get(a)! - labels.get(b)!);
    return { file: this.main, statements, labels, numeric, symbols, functions };
  }

  file(file: string, text: string): void {
    this.included.push(file);
    codeLines(text).forEach((line, index) => {
      this.line(line, { file, line: index + 1 }, 0);
    });
    if (this.open) refuse(this.open.place, `.macro ${this.open.name} has no .endm`);
    this.included.pop();
  }

  private line(text: string, place: Place, depth: number): void {
    if (text === "") return;
    if (text.startsWith("#")) this.preprocessor(text, place);
    else if (this.open) this.macroLine(text, place);
    else for (const part of text.split(";")) this.statement(part.trim(), place, depth);
  }

  private preprocessor(text: string, place: Place): void {
    const [, path] = /^#\s*include\s*["<]([^">]+)[">]$/.exec(text) ?? [];
    if (path === undefined) refuse(place, `${text.split(/\s/)[0]}: of the preprocessor only #include is read`);
    if (this.included.length >= MAX_DEPTH || this.included.includes(path)) refuse(place, `${path} includes itself`);
    const found = this.include(path);
    if (found === undefined) refuse(place, `#include ${path}: there is no such file beside it`);
    this.file(path, found);
  }

  private macroLine(text: string, place: Place): void {
    const { open } = this;
    if (/^\.macro\b/i.test(text)) refuse(place, `.macro within .macro ${open!.name}: not supported; define it outside`);
    if (/^\.endm\b/i.test(text)) {
      this.macros.set(open!.name, open!);
      this.open = undefined;
    } else open!.body.push({ text, place });
  }

  private statement(text: string, place: Place, depth: number): void {
    let rest = text;
    for (let label = /^([\w.$]+)\s*:/.exec(rest); label; label = /^([\w.$]+)\s*:/.exec(rest)) {
      this.label(label[1]!, place);
      rest = rest.slice(label[0].length).trim();
    }
    const [, head, tail] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
    if (head === undefined) return;
    const name = head.toLowerCase();
    const macro = this.macros.get(name);
    if (macro) this.call(macro, tail!, place, depth);
    else if (name.startsWith(".")) this.directive(name, tail!, place);
    else this.instruction(name, tail!, place);
  }

  private instruction(mnemonic: string, operands: string, place: Place): void {
    if (this.statements.length >= MAX_STATEMENTS) refuse(place, `expands to more than ${MAX_STATEMENTS} instructions`);
    this.statements.push({ mnemonic, operands: words(operands), place, order: this.order++ });
  }

  private label(name: string, place: Place): void {
    const index = this.statements.length;
    if (/^\d+$/.test(name)) {
      const places = this.numeric.get(name) ?? [];
      this.numeric.set(name, places);
      places.push({ order: this.order++, index });
    } else if (this.labels.has(name)) refuse(place, `label ${name} is defined twice`);
    else this.labels.set(name, index);
  }

  private call(macro: Macro, args: string, place: Place, depth: number): void {
    if (depth >= MAX_DEPTH) refuse(place, `macro ${macro.name}: macros call each other more than ${MAX_DEPTH} deep`);
    for (const line of expand(macro, args, place, this.calls++)) this.line(line.text, line.place, depth + 1);
  }

  private directive(name: string, operands: string, place: Place): void {
    if (name === ".macro") this.open = { ...macroHead(operands, place), body: [], place };
    else if (name === ".global" || name === ".globl") for (const word of words(operands)) this.functions.add(word);
    else if (name === ".type") {
      const [symbol, type] = words(operands);
      if (type?.slice(1) === "function") this.functions.add(symbol!);
    } else if (name === ".set" || name === ".equ") {
      const [symbol, ...value] = words(operands);
      const number = evaluate(value.join(" "), this.symbols);
      if (symbol === undefined || number === undefined)
        refuse(place, `${name} ${operands}: expected a name and an integer`);
      if ((this.symbols.get(symbol) ?? number) !== number)
        refuse(place, `${symbol} is set to another value than before; give the second one another name`);
      this.symbols.set(symbol, number);
    } else if (!DIRECTIVES.has(name))
      refuse(place, `${name}: unknown directive; read are ${[...DIRECTIVES].join(" ")}`);
  }
}

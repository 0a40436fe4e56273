import ts = require("typescript");

import { declarations, globalNames, identifiers, type Kind } from "./declarations.js";
import { writtenNames } from "./variables.js";

/** A name that a cell may use: the cell that declared it last, and as what. */
export interface LiveName {
  readonly cell: string;
  readonly kind: Kind;
  /** Whether a function of some cell writes it. */
  readonly written: boolean;
  /** The cell behind which its type is narrower than declared, where that is certain. */
  readonly narrowed?: string | undefined;
}

/** A cell as a module: the user's text unmoved, and behind it the imports and exports that tie it to other cells. */
export interface CellText {
  readonly text: string;
  /** Where the user's text ends: positions before it are the user's own. */
  readonly length: number;
  readonly declared: ReadonlyMap<string, Kind>;
  /** Every identifier in it. */
  readonly used: ReadonlySet<string>;
  /** What its `declare global` declares for all cells. */
  readonly globals: readonly string[];
}

/** What other cells import a cell by; also its name in stack traces. `cell` is its count, `3`, or `3.1` for one that is not counted. */
export function cellName(cell: string): string {
  return `cell[${cell}]`;
}

/** A specifier that is the name of a cell. */
export const CELL_NAME: RegExp = /^cell\[\d+(\.\d+)?\]$/;

/**
 * @param code what the user wrote
 * @param live names of earlier cells
 * @param all whether it sees them all, not those alone that it uses: for the message about a name that is written wrongly
 */
export function cellText(code: string, live: ReadonlyMap<string, LiveName>, all = false): CellText {
  const source = parse(code);
  const declared = declarations(source);
  const used = identifiers(source);
  const foreign = (name: string): boolean => !declared.has(name) && (all || used.has(name));
  const imports = importsOf(live, foreign, source);
  const ends = [...declared, ...[...live].map(([name, { kind }]) => [name, foreign(name) ? kind : undefined] as const)]
    .filter(([, kind]) => kind === "variable")
    .map(([name]) => `export type ${endType(name)} = typeof ${name};`)
    .join("");
  return {
    text: `${withoutExports(source)}\n${ends}${imports}export { ${[...declared.keys()].join(", ")} };`,
    length: code.length,
    declared,
    used,
    globals: globalNames(source),
  };
}

/** Text that is still being written, ready to be asked about: its positions are `offset` further in `text`. */
export interface DraftText {
  readonly text: string;
  readonly offset: number;
}

/**
 * All names of earlier cells stand in front of what the user has written so far: behind it, a string, a brace or a dot that
 * is not closed yet would swallow them. Those that it does not use can be begun to be written, so that there is such a
 * name is enough; what cell it comes from need not be read.
 */
export function draftText(code: string, live: ReadonlyMap<string, LiveName>): DraftText {
  const source = parse(code);
  const declared = declarations(source);
  const used = identifiers(source);
  const isUsed = (name: string, kind: Kind): boolean => kind === "import" || used.has(name);
  let text = "export {};";
  for (const [name, { kind }] of live)
    if (!declared.has(name) && !isUsed(name, kind))
      text += `declare ${PLACEHOLDERS[kind as keyof typeof PLACEHOLDERS](name)};`;
  text += importsOf(live, (name) => !declared.has(name) && isUsed(name, live.get(name)!.kind), source);
  return { text: `${text}${code}`, offset: text.length };
}

/** A name of its kind, of which nothing else is known. */
const PLACEHOLDERS = {
  variable: (name: string) => `let ${name}: any`,
  constant: (name: string) => `const ${name}: any`,
  function: (name: string) => `function ${name}(): any`,
  class: (name: string) => `class ${name} {}`,
  type: (name: string) => `type ${name} = any`,
};

const parse = (code: string): ts.SourceFile => ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2024, true);

/** The type that a variable has behind a cell, which may be narrower than it was declared. */
export function endType(name: string): string {
  return `${name}__end`;
}

function importsOf(
  live: ReadonlyMap<string, LiveName>,
  wanted: (name: string) => boolean,
  source: ts.SourceFile,
): string {
  const written = writtenNames(source);
  const imports = new Map<string, string[]>();
  let text = "";
  for (const [name, { cell, kind, narrowed }] of live) {
    if (!wanted(name)) continue;
    if (kind === "variable" && narrowed !== undefined && !written.has(name))
      text += `declare let ${name}: import("${cellName(narrowed)}").${endType(name)};`;
    else if (kind === "variable") text += `declare let ${name}: typeof import("${cellName(cell)}").${name};`;
    else if (imports.has(cell)) imports.get(cell)!.push(name);
    else imports.set(cell, [name]);
  }
  for (const [cell, names] of imports) text += `import { ${names.join(", ")} } from "${cellName(cell)}";`;
  return text;
}

/** Every name of a cell is exported anyway: the user's own `export` becomes as many spaces, and so does a first line `#!…`. */
function withoutExports(source: ts.SourceFile): string {
  let text = source.text.replace(/^#!.*/, (line) => " ".repeat(line.length));
  const blank = (start: number, end: number) => {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, " ") + text.slice(end);
  };
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.moduleSpecifier === undefined) blank(statement.getStart(source), statement.end);
    } else if (ts.isExportAssignment(statement))
      blank(statement.getStart(source), statement.expression.getStart(source));
    else if (ts.canHaveModifiers(statement))
      for (const modifier of ts.getModifiers(statement) ?? [])
        if (modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword)
          blank(modifier.getStart(source), modifier.end);
  }
  return text;
}

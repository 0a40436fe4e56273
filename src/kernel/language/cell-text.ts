import ts from "typescript";
import { declarations, identifiers, type Kind } from "./declarations.js";

/** A name that a cell may use: the cell that declared it last, and as what. */
export interface LiveName {
  readonly cell: string;
  readonly kind: Kind;
}

/** A cell as a module: the user's text unmoved, and behind it the imports and exports that tie it to other cells. */
export interface CellText {
  readonly text: string;
  /** Where the user's text ends: positions before it are the user's own. */
  readonly length: number;
  readonly declared: ReadonlyMap<string, Kind>;
  readonly namesLab: boolean;
}

/** What other cells import a cell by; also its name in stack traces. `cell` is its count, `3`, or `3.1` for one that is not counted. */
export function cellName(cell: string): string {
  return `cell[${cell}]`;
}

/** A specifier that is the name of a cell. */
export const CELL_NAME: RegExp = /^cell\[\d+(\.\d+)?\]$/;

/** The variable that holds a cell's exports in the emitted code. */
export function cellVariable(cell: string): string {
  return `__cell${cell.replace(".", "_")}`;
}

/**
 * @param code what the user wrote
 * @param live names of earlier cells
 * @param every import all of them, not only those the text names: for completion
 */
export function cellText(code: string, live: ReadonlyMap<string, LiveName>, every = false): CellText {
  const source = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const declared = declarations(source);
  const used = identifiers(source);
  const imports = new Map<string, string[]>();
  let suffix = "";
  for (const [name, { cell, kind }] of live) {
    if (declared.has(name) || !(every || used.has(name))) continue;
    const from = cellName(cell);
    if (kind === "variable") suffix += `declare let ${name}: typeof import("${from}").${name};`;
    else if (imports.has(cell)) imports.get(cell)!.push(name);
    else imports.set(cell, [name]);
  }
  for (const [cell, names] of imports) suffix += `import { ${names.join(", ")} } from "${cellName(cell)}";`;
  suffix += `export { ${[...declared.keys()].join(", ")} };`;
  return {
    text: `${withoutExports(source)}\n${suffix}`,
    length: code.length,
    declared,
    namesLab: used.has("lab") && !declared.has("lab"),
  };
}

/** Every name of a cell is exported anyway: the user's own `export` becomes as many spaces. */
function withoutExports(source: ts.SourceFile): string {
  let text = source.text;
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

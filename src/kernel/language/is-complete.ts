import ts = require("typescript");

/** Whether a cell can run as it stands, and how its next line would be indented when not. */
export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/** Unterminated template, regular expression's comment, and the like: more text can mend them wherever they are found. */
const OPEN_ENDED: ReadonlySet<number> = new Set([1010, 1126, 1160]);

/** Strings and regular expressions end with their line: nothing behind it can mend them. */
const BROKEN: ReadonlySet<number> = new Set([1002, 1161]);

/** Judges by the syntax alone: an error at the very end of the text means that more is to come. */
export function isComplete(code: string): Completeness {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
    },
  });
  const errors = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (errors.length === 0) return lacksBody(code) ? { status: "incomplete", indent: "" } : { status: "complete" };
  const end = code.trimEnd().length;
  const more = errors.every(
    ({ code: number, start = 0 }) => !BROKEN.has(number) && (OPEN_ENDED.has(number) || start >= end),
  );
  if (!more) return { status: "invalid" };
  const line = code.slice(code.lastIndexOf("\n") + 1);
  const indent = /^\s*/.exec(line)![0];
  return { status: "incomplete", indent: /[[{(]\s*$/.test(line) ? `${indent}  ` : indent };
}

/** Whether the text ends in the head of a function, which could stand alone only in front of another of its overloads. */
function lacksBody(code: string): boolean {
  const last = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2024).statements.at(-1);
  if (last === undefined || !ts.isFunctionDeclaration(last) || last.body !== undefined) return false;
  return !last.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

import ts = require("typescript");

import type { CellText, LiveName } from "./cell-text.js";
import type { Kind } from "./declarations.js";
import { ALLOWED_IN_CELLS } from "./options.js";
import { isInRuntime } from "./runtime-names.js";

/** An error of TypeScript's in a cell, as its compiler prints it: code, excerpt, caret. */
export interface Diagnosis {
  readonly message: string;
  readonly traceback: readonly string[];
}

/**
 * The errors of a cell, or undefined when it may run.
 * @param name what the cell is called in them
 * @param types whether type errors count; syntax errors always do
 */
export function diagnose(
  service: ts.LanguageService,
  path: string,
  { length, declared }: CellText,
  name: string,
  types: boolean,
  live: ReadonlyMap<string, LiveName>,
): Diagnosis | undefined {
  const found: ts.Diagnostic[] = service.getSyntacticDiagnostics(path);
  if (found.length === 0 && types) found.push(...service.getSemanticDiagnostics(path));
  const errors = found.filter(
    (error) =>
      error.category === ts.DiagnosticCategory.Error && !ALLOWED_IN_CELLS.has(error.code) && !isInRuntime(error),
  );
  const source = service.getProgram()!.getSourceFile(path)!;
  const user = ts.createSourceFile(name, source.text.slice(0, length), ts.ScriptTarget.ES2024);
  return diagnosis(errors.map((error) => withinUserText(asDeclared(error, declared, live), source, user)));
}

/** Errors as TypeScript's compiler prints them. @param name what a file is called there */
export function diagnosis(
  shown: readonly ts.Diagnostic[],
  name: (file: string) => string = (file) => file,
): Diagnosis | undefined {
  if (shown.length === 0) return undefined;
  const text = ts.formatDiagnosticsWithColorAndContext(shown, {
    getCurrentDirectory: () => "",
    getCanonicalFileName: name,
    getNewLine: () => "\n",
  });
  const first = shown[0]!;
  const message = `TS${first.code}: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`;
  return { message, traceback: text.trimEnd().split("\n") };
}

/** What an error says of a name that this text imports, although another cell declared it. */
const ASSIGNED: Partial<Record<Kind, readonly [code: number, what: string]>> = {
  constant: [2588, "a constant"],
  function: [2630, "a function"],
  class: [2629, "a class"],
};

/** An assignment to a name of another cell is refused as it would be within that cell. */
function asDeclared(
  error: ts.Diagnostic,
  declared: ReadonlyMap<string, Kind>,
  live: ReadonlyMap<string, LiveName>,
): ts.Diagnostic {
  const [, name] = /^Cannot assign to '(.+)' because it is an import\.$/.exec(String(error.messageText)) ?? [];
  if (error.code !== 2632 || name === undefined || declared.has(name)) return error;
  const found = ASSIGNED[live.get(name)?.kind ?? "import"];
  if (found === undefined) return error;
  return { ...error, code: found[0], messageText: `Cannot assign to '${name}' because it is ${found[1]}.` };
}

/** An error found behind the user's text (a brace that was never closed) is shown at its end. */
function withinUserText(error: ts.Diagnostic, source: ts.SourceFile, user: ts.SourceFile): ts.Diagnostic {
  const related = error.relatedInformation
    ?.filter(
      ({ file, start = 0 }) => file === undefined || isFile(file) || (file === source && start < user.text.length),
    )
    .map((found) => (found.file === source ? { ...found, file: user } : found));
  if (error.file !== source || error.start === undefined) return { ...error, relatedInformation: related };
  const start = Math.min(error.start, Math.max(0, user.text.trimEnd().length - 1));
  const length = Math.max(1, Math.min(error.length ?? 1, user.text.length - start));
  return { ...error, file: user, start, length, relatedInformation: related };
}

/** Whether it is a file on disk, not one of the cells. */
function isFile({ fileName }: ts.SourceFile): boolean {
  return !/\[(lab|runtime)\]|\[cell\]|cell\[[\d.]+\]/.test(fileName);
}

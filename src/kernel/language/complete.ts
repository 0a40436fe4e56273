import ts = require("typescript");

/** Completions of a word, best first. Positions are UTF-16 offsets. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly entries: readonly { readonly text: string; readonly type: string }[];
}

/** What could be written at the cursor of `code`, which stands `offset` characters into the file at `path`. */
export function complete(
  service: ts.LanguageService,
  path: string,
  offset: number,
  code: string,
  cursor: number,
): Completion {
  const found = service.getCompletionsAtPosition(path, offset + cursor, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  // In the name of a module every entry has a span of its own, the same for all.
  const replaced = found?.optionalReplacementSpan ?? found?.entries[0]?.replacementSpan;
  const span = replaced && { start: replaced.start - offset, length: replaced.length };
  const start = span !== undefined && span.start <= cursor ? span.start : wordStart(code, cursor);
  const end = Math.min(code.length, Math.max(cursor, span === undefined ? cursor : span.start + span.length));
  const typed = code
    .slice(start, cursor)
    .replace(/^["'`]/, "")
    .toLowerCase();
  const entries = (found?.entries ?? [])
    .filter(({ name, kind }) => kind !== ts.ScriptElementKind.warning && name.toLowerCase().startsWith(typed))
    .sort((a, b) => (a.sortText === b.sortText ? compare(a.name, b.name) : compare(a.sortText, b.sortText)))
    .map(({ name, kind }) => ({ text: name, type: kind }));
  return { start, end, entries };
}

function wordStart(code: string, cursor: number): number {
  return cursor - /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, cursor))![0].length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

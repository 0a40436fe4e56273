import { readFileSync } from "node:fs";
import { UserError } from "../../base/errors.js";

/** Text as notebooks hold it: whole, or as lines. */
export type Text = string | readonly string[];

/** An output of a cell, by nbformat 4. */
export type Output = Record<string, unknown> & { readonly output_type: string };

export interface Cell {
  readonly cell_type: string;
  readonly metadata: { readonly tags?: readonly string[] } & Record<string, unknown>;
  readonly source: Text;
  outputs?: Output[];
  execution_count?: number | null;
}

/** A notebook file, nbformat 4. */
export interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: Record<string, unknown>;
  readonly cells: readonly Cell[];
}

export function joinText(text: Text): string {
  return typeof text === "string" ? text : text.join("");
}

/** Lines with their line ends, as a notebook file holds them. */
export function splitText(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** @throws UserError when the file is not a notebook of nbformat 4 */
export function readNotebook(path: string): Notebook {
  let found: Notebook;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message}); name a notebook (.ipynb)`);
  }
  if (found?.nbformat !== 4 || !Array.isArray(found.cells))
    throw new UserError(
      `${path}: expected a notebook of nbformat 4, got ${found?.nbformat}; save it with a newer Jupyter`,
    );
  return found;
}

/** The text of a notebook file as Jupyter writes it: keys sorted, one space a level, so that a save changes nothing. */
export function formatNotebook(notebook: Notebook): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return `${JSON.stringify(notebook, sorted, 1)}\n`;
}

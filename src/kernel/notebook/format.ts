import * as v from "valibot";
import { readJson } from "../../base/json.js";

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

const text = v.union([v.string(), v.array(v.string())]);
const schema = v.looseObject({
  nbformat: v.literal(4),
  nbformat_minor: v.number(),
  metadata: v.looseObject({}),
  cells: v.array(
    v.looseObject({
      cell_type: v.string(),
      metadata: v.looseObject({ tags: v.exactOptional(v.array(v.string())) }),
      source: text,
      outputs: v.exactOptional(v.array(v.looseObject({ output_type: v.string() }))),
      execution_count: v.exactOptional(v.nullable(v.number())),
    }),
  ),
});

/** @throws UserError when the file is not a notebook of nbformat 4 */
export function readNotebook(path: string): Notebook {
  return readJson(schema, path, "name a notebook (.ipynb) of nbformat 4, as today's Jupyter saves it");
}

/** The text of a notebook file as Jupyter writes it: keys sorted, one space a level, so that a save changes nothing. */
export function formatNotebook(notebook: Notebook): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return `${JSON.stringify(notebook, sorted, 1)}\n`;
}

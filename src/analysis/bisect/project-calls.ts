import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedCode } from "../../codegen/c/generate.js";

const CALLS = "components/tvm_model/model/codegen/host/src/default_lib1.c";
const DESCRIPTION = "main/espdl_model.c";
const TABLE = /\bconstant_\d+_let\b/g;

/** A call in a project's C, beside that of the model. */
export interface ProjectCall {
  /** The node in the person's file, from the comment above the function. */
  readonly node: string;
  /** Its place among the program's calls. */
  readonly call: number;
  /** The first word of its C that is another one, names of tables aside: what it is, what it should be, and where. */
  readonly otherwise?: string;
  /** Names of the tables that the model's call reads, and of those that the project's reads in their place. */
  readonly tables: ReadonlyMap<string, string>;
}

/**
 * The calls of a project beside the model's: tables are numbered, equal ones once, so a number says little.
 * @param boardId of what the board runs: nothing is known of a project that it was not built of
 */
export function projectCalls(project: string, boardId: string, { functions, main }: GeneratedCode): ProjectCall[] {
  const [calls, description] = [CALLS, DESCRIPTION].map((path) => join(project, path));
  if (!existsSync(calls!) || !existsSync(description!)) return [];
  if (!readFileSync(description!, "utf8").includes(`"${boardId}"`)) return [];
  const text = readFileSync(calls!, "utf8");
  return functions.flatMap(({ name, text: function_ }) => {
    const [own, held] = [bodyOf(function_, name), bodyOf(text, name)];
    if (own === undefined || held === undefined) return [];
    const [ownTables, heldTables] = [tablesOf(own, main, name), tablesOf(held, text, name)];
    const otherwise = otherWord(own, held, text.slice(0, text.indexOf(held)).split("\n").length);
    const tables = new Map(ownTables.flatMap((table, i) => (heldTables[i] ? [[table, heldTables[i]] as const] : [])));
    const node = / \* ONNX: (.+)/.exec(function_)?.[1] ?? name;
    const call = Number(/_CALL\((\d+),/.exec(own)![1]);
    return [{ node, call, ...(otherwise !== undefined && { otherwise }), tables }];
  });
}

/** @param start line of the file, from 1, where the functions begin */
function otherWord(own: string, held: string, start: number): string | undefined {
  const [ownLines, heldLines] = [own, held].map((text) => text.replace(TABLE, "table").split("\n"));
  const at = heldLines!.findIndex((line, i) => line !== ownLines![i]);
  if (at < 0) return ownLines!.length > heldLines!.length ? "fewer lines in default_lib1.c" : undefined;
  const [ownWords, heldWords] = [ownLines![at] ?? "", heldLines![at]!].map((line) => line.split(/[^\w.+-]+/));
  const word = heldWords!.findIndex((one, i) => one !== ownWords![i]);
  const where = `in default_lib1.c, line ${start + at}`;
  return word < 0 ? `another text ${where}` : `${heldWords![word]} instead of ${ownWords![word] ?? "nothing"} ${where}`;
}

/** A function from its name to its closing brace. */
function bodyOf(text: string, name: string): string | undefined {
  const start = text.indexOf(`int32_t ${name}(`);
  const end = text.indexOf("\n}", start);
  return start < 0 || end < 0 ? undefined : text.slice(start, end);
}

/** The tables that a function names, then those that it is given. */
function tablesOf(body: string, main: string, name: string): string[] {
  const given = main.split("\n").find((line) => line.includes(`(${name}(`)) ?? "";
  return [...body.matchAll(TABLE), ...given.matchAll(TABLE)].map(([table]) => table);
}

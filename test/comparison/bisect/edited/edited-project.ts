import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { exportProject } from "../../../../src/codegen/project/export-project.js";
import { parseModel } from "../../../../src/formats/onnx/parse.js";
import { readSample } from "../../../../src/quantization/dataset/samples.js";
import { invoke, type Outcome } from "../../../cli/invoke.js";
import { goldenCase } from "../../../golden/cases.js";

const CODE = "components/tvm_model/model/codegen/host/src";

/** Short names of files of a project. */
const FILES: Readonly<Record<string, string>> = {
  lib0: `${CODE}/default_lib0.c`,
  lib1: `${CODE}/default_lib1.c`,
  model: "main/espdl_model.c",
};

/** A change of a project's C, as a person might make it. */
export type Edit = TextEdit | TableEdit;

interface TextEdit {
  /** A short name, or a path in the project. */
  readonly file: string;
  /** Only inside the function whose name ends so. */
  readonly within?: string;
  /** A regular expression, and what `String.replace` puts there. */
  readonly find: string;
  readonly replace: string;
  /** How often at most. Default: everywhere. */
  readonly count?: number;
}

interface TableEdit {
  /** A C array of default_lib0.c, such as `constant_2_let`, or `@esp_main_1#0`: the n-th constant handed to that function. */
  readonly table: string;
  readonly values: (values: readonly number[]) => readonly number[];
}

const folder = mkdtempSync(join(tmpdir(), "espdl-edited-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const exported = new Map<string, Promise<string>>();
let count = 0;

/** The project of a golden case, as `export` writes it; once a file of tests. */
function projectOf(name: string): Promise<string> {
  const known = exported.get(name);
  if (known) return known;
  const golden = goldenCase(name);
  const model = parseModel(golden.read("quant.onnx"));
  const sample = readSample(golden.path("input.npy"), model);
  const made = exportProject(model, { chip: "esp32s3", sample, out: join(folder, name) }).then(
    ({ project }) => project,
  );
  exported.set(name, made);
  return made;
}

/** A copy of a golden case's project with edits in its C. @throws Error where an edit finds nothing to change. */
export async function editedProject(name: string, edits: readonly Edit[]): Promise<string> {
  const project = join(folder, `${name}-${count++}`);
  cpSync(await projectOf(name), project, { recursive: true, filter: (path) => !path.endsWith("/build") });
  for (const edit of edits) "table" in edit ? editTable(project, edit) : editText(project, edit);
  return project;
}

/** `espdl-lab bisect` on such a project. Compiled objects are kept from one call to the next. */
export async function bisectEdited(
  name: string,
  edits: readonly Edit[],
  options: readonly string[] = ["--board", "host"],
): Promise<Outcome> {
  const project = await editedProject(name, edits);
  return invoke("bisect", "--model_path", goldenCase(name).path("quant.onnx"), "--project", project, ...options);
}

function editText(project: string, { file, within, find, replace, count: most = Infinity }: TextEdit): void {
  const path = join(project, FILES[file] ?? file);
  const text = readFileSync(path, "utf8");
  const start = within === undefined ? 0 : text.search(new RegExp(`^[^\\n;]*${within}\\([^;]*$`, "m"));
  const end = within === undefined ? text.length : text.indexOf("\n}", start) + 2;
  let left = most;
  const part = text.slice(start, end);
  const edited = part.replace(new RegExp(find, "g"), (found) =>
    left-- > 0 ? found.replace(new RegExp(find), replace) : found,
  );
  if (start < 0 || edited === part) throw new Error(`${file}: has nothing like ${find}`);
  writeFileSync(path, text.slice(0, start) + edited + text.slice(end));
}

function editTable(project: string, { table, values }: TableEdit): void {
  const path = join(project, FILES.lib0!);
  const text = readFileSync(path, "utf8");
  const name = table.startsWith("@") ? handed(project, table) : table;
  const definition = new RegExp(`(\\b${name}\\[\\d+\\][^=]*= \\{)([^}]*)(\\};)`);
  const edited = text.replace(definition, (_, head: string, list: string, tail: string) => {
    const old = list
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    return head + values(old.map(Number)).join(", ") + tail;
  });
  if (edited === text) throw new Error(`${table}: no such table, or nothing changed`);
  writeFileSync(path, edited);
}

function handed(project: string, table: string): string {
  const [, name, place] = /^@(\w+)#(\d+)$/.exec(table)!;
  const text = readFileSync(join(project, FILES.lib1!), "utf8");
  const call = new RegExp(`if \\(\\w*${name}\\(([^)]*)\\)`).exec(text)![1]!;
  return [...call.matchAll(/constant_\d+_let/g)][Number(place)]![0];
}

import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { type FileTree, readTree } from "../codegen/project/file-tree.js";
import { writeProject } from "../codegen/project/write-project.js";
import { elementLine } from "./element-line.js";
import { paddingLine } from "./padding-line.js";

/** A line of C that was changed on purpose. */
export interface BrokenLine {
  /** Path in the project, forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The calls of a model, as `export` writes them. */
const CALLS = "components/tvm_model/model/codegen/host/src/default_lib1.c";

/**
 * Copies an exported project and makes one mistake in the copy: a convolution pads below and right of its image only, as
 * TensorFlow does where the stride is 2, though its model pads on every side, as PyTorch does. The shapes stay as they are,
 * no compiler warns, and that layer alone is wrong. Chosen is the first convolution with a stride, else the first, of those
 * that pad above and left. In a model without any, the call in its middle makes the first element of its result one too large.
 * @param to folder of the copy; a copy made earlier is replaced
 * @throws UserError when the project holds no C of a model (`--runtime esp-dl`), or `to` is somebody else's folder.
 */
export function breakProject(project: string, to: string): BrokenLine {
  const files = sourceFiles(project);
  const text = files.get(CALLS);
  if (text === undefined) {
    throw new UserError(
      `${join(project, CALLS)}: not found; give a project made by "espdl-lab export" (of an .espdl: with --runtime portable)`,
    );
  }
  const lines = Buffer.from(text).toString("utf8").split("\n");
  const padded = lines.flatMap((_, at) => paddingLine(lines, at) ?? []);
  const chosen = padded.find(({ strided }) => strided) ?? padded[0] ?? elementLine(lines);
  if (chosen === undefined) throw new UserError(`${join(project, CALLS)}: makes no call; choose another model`);
  const { at, after } = chosen;
  const before = lines[at]!;
  lines[at] = after;
  writeProject(to, new Map([...files, [CALLS, lines.join("\n")]]));
  return { file: CALLS, line: at + 1, before, after };
}

/** What an export wrote and what was added to it, without what a build left. */
function sourceFiles(project: string): Map<string, Uint8Array | string> {
  const files: FileTree = readTree(project);
  return new Map([...files].filter(([path]) => path !== ".espdl-lab.json" && !path.startsWith("build/")));
}

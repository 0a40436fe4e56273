import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { type LayerDescription, layersOf } from "../../boards/capture/layers-file.js";
import type { RunningBoard } from "../../boards/capture/open-board.js";
import type { CompiledForBoard } from "../../codegen/compile-for-board.js";
import { changedConstants } from "../../comparison/bisect/facts/changed-constants.js";
import { otherExponents, otherNetwork } from "../../comparison/bisect/facts/other-layers.js";
import { linkSuspect } from "../../comparison/bisect/link-suspect.js";
import { Runs } from "../../comparison/bisect/runs.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import { projectCalls } from "./project-calls.js";

/** A project and the board that runs it. */
export interface Held {
  readonly project: string;
  /** The project's `layers.json`. */
  readonly layers: readonly LayerDescription[];
  readonly board: RunningBoard;
  readonly feeds: ReadonlyMap<string, Tensor>;
}

/** Characters of the differences that are told: an error is one line. */
const TOLD = 190;

/**
 * @param name of the model, for the message
 * @throws UserError where the board runs another model than the one given: nothing could be concluded from a comparison. It
 *   names what differs: a tensor that only one of them makes, else exponents, tables and calls.
 */
export async function checkSameModel(name: string, compiled: CompiledForBoard, held: Held): Promise<void> {
  const { id } = compiled.library.code;
  const boardId = held.board.link.description.model;
  if (boardId === id) return;
  const network = otherNetwork(layersOf(compiled.program), held.layers);
  const found = network === undefined ? await otherNumbers(compiled, held) : [network];
  const kind = network === undefined ? "this network with other numbers" : "another network";
  const what = found.length === 0 ? "another model, or was exported by another espdl-lab" : `${kind}: ${told(found)}`;
  throw new UserError(
    `the board runs ${what} (id ${boardId}, not ${id}); give the model that it was exported from, or export ${name} again, build and flash it`,
  );
}

/** Exponents by `layers.json`, tables and calls by the project's C and the bytes on the board: a sentence each. */
async function otherNumbers({ program, library }: CompiledForBoard, held: Held): Promise<string[]> {
  const { project, layers, board, feeds } = held;
  const { code } = library;
  const suspect = linkSuspect(board, program, feeds);
  const runs = new Runs(program, interpret(program, feeds), suspect, code.constants);
  const found = otherExponents(layersOf(program), layers);
  for (const { node, otherwise, tables } of projectCalls(project, board.link.description.model, code)) {
    if (otherwise !== undefined) found.push(`${node} has ${otherwise}`);
    const constants = code.constants.flatMap((one) => {
      const name = tables.get(one.name);
      const reader = one.readers.find(({ layer }) => program.layers[layer]!.onnx.every((part) => node.includes(part)));
      return name === undefined ? [] : [{ ...one, name, readers: reader ? [reader] : one.readers }];
    });
    const rightRun = runs.rightRun.bind(runs);
    const facts = await changedConstants({ constants, rightRun }, suspect.memory!);
    found.push(...facts.map(({ text }) => `${node}: ${text}`));
  }
  return found;
}

function told([first, ...others]: readonly string[]): string {
  let text = first!.length > TOLD ? `${first!.slice(0, TOLD - 1)}…` : first!;
  let left = others.length;
  for (const other of others) {
    if (text.length + other.length > TOLD) break;
    text += `; ${other}`;
    left--;
  }
  return left === 0 ? text : `${text}; ${left} more`;
}

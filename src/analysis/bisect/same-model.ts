import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { type LayerDescription, layersOf } from "../../boards/capture/layers-file.js";
import type { RunningBoard } from "../../boards/capture/open-board.js";
import type { CompiledForBoard } from "../../codegen/compile-for-board.js";
import { changedConstants } from "../../comparison/bisect/facts/changed-constants.js";
import type { Fact } from "../../comparison/bisect/facts/fact.js";
import { otherExponents, otherNetwork, otherWiring } from "../../comparison/bisect/facts/other-layers.js";
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
 * What differs between a board that was built from another file and the model: exponents, tables, words of the C, a fact a
 * call. Nothing where it runs the model itself.
 * @param name of the model, for the message
 * @throws UserError where the board runs another network, or other numbers in more than half of the calls: nothing could be
 *   concluded from a comparison. It names what differs.
 */
export async function otherModel(name: string, compiled: CompiledForBoard, held: Held): Promise<readonly Fact[]> {
  const { id } = compiled.library.code;
  const { model: boardId } = held.board.link.description;
  if (boardId === id) return [];
  const layers = layersOf(compiled.program);
  const network = otherNetwork(layers, held.layers);
  const wiring =
    network === undefined ? "" : otherWiring(compiled.program, layers, held.layers, held.board.link.description);
  const facts = network === undefined ? await otherNumbers(compiled, held) : [];
  if (facts.length > 0 && 2 * facts.length <= callsOf(compiled).length) return facts;
  const found = network === undefined ? facts.map(({ text }) => text) : [`${network}${wiring}`];
  const kind = network === undefined ? "this network with other numbers" : "another network";
  const what = found.length === 0 ? "another model, or was exported by another espdl-lab" : `${kind}: ${told(found)}`;
  throw new UserError(
    `the board runs ${what} (id ${boardId}, not ${id}); give the model that it was exported from, or export ${name} again, build and flash it`,
  );
}

const callsOf = ({ program }: CompiledForBoard) => program.layers.filter(({ kind }) => kind === "call");

/** Exponents by `layers.json`, tables and calls by the project's C and the bytes on the board. */
async function otherNumbers(compiled: CompiledForBoard, held: Held): Promise<Fact[]> {
  const { program, library } = compiled;
  const { project, layers, board, feeds } = held;
  const { code } = library;
  const suspect = linkSuspect(board, program, feeds);
  const runs = new Runs(program, interpret(program, feeds), suspect, code.constants);
  const found = new Map<number, string[]>();
  const words: Fact[] = [];
  const tell = (layer: number, text: string): void => void found.set(layer, [...(found.get(layer) ?? []), text]);
  for (const { layer, text } of otherExponents(layersOf(program), layers)) tell(layer, text);
  const calls = callsOf(compiled);
  for (const { node, call, otherwise, tables } of projectCalls(project, board.link.description.model, code)) {
    const { index } = calls[call]!;
    // What a word does is told by what the layer computes.
    if (otherwise !== undefined) words.push({ layers: [], text: `${node} has ${otherwise}` });
    const constants = code.constants.flatMap((one) => {
      const name = tables.get(one.name);
      const reader = one.readers.find(({ layer }) => layer === index);
      return name === undefined ? [] : [{ ...one, name, readers: reader ? [reader] : one.readers }];
    });
    const rightRun = runs.rightRun.bind(runs);
    for (const { text } of await changedConstants({ constants, rightRun }, suspect.memory!)) tell(index, text);
  }
  return [...[...found].map(([layer, texts]) => ({ layers: [layer], text: texts.join("; ") })), ...words];
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

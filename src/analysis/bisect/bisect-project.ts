import type { Tensor } from "../../base/tensor/tensor.js";
import { type RunningBoard, startBoard } from "../../boards/capture/open-board.js";
import { readInputs } from "../../boards/capture/project-inputs.js";
import { readLayers } from "../../boards/capture/read-layers.js";
import { type CompiledForBoard, compileForBoard } from "../../codegen/compile-for-board.js";
import { plannedTensors } from "../../codegen/memory/planned-tensors.js";
import { changedFiles } from "../../codegen/project/changed-files.js";
import type { BisectOptions } from "../../comparison/bisect/bisect.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { type Bisected, bisectBoard } from "./bisect-board.js";
import { otherModel } from "./same-model.js";

export interface BisectProjectOptions extends Pick<BisectOptions, "captures" | "repeat" | "onReplay" | "onProbe"> {
  /** The inputs of the run. Default: those that the project was exported with. */
  readonly feeds?: ReadonlyMap<string, Tensor> | undefined;
  /** The model's name, for traces and messages. Default: that of its graph. */
  readonly name?: string | undefined;
}

/** What was found, and what it was found with. */
export interface ProjectBisected extends Bisected {
  readonly compiled: CompiledForBoard;
  /** Files of the project that were changed since export, one line each; or that it was exported from another file. */
  readonly changed: readonly string[];
}

/** A model as a board holds it, whatever file it came from. */
export interface BoardModel {
  /** Compiles it as `export` does; of several ways the one whose code has the id. */
  compile(id?: string): CompiledForBoard;
}

/**
 * Runs an exported project on a board and finds the layers that are wrong by themselves, and why.
 * @param project folder that `exportProject` made, changed or not
 * @param model the quantized model that it was made of; or how it is compiled, for a model that is no ONNX
 * @param board `wasm`, `host`, `qemu-esp32c3`, the path of a serial port; or a board that runs the project, which stays open
 * @throws UserError when the board runs another network or quantization, or the project, the compiler or the board fails.
 */
export async function bisectProject(
  project: string,
  model: OnnxModel | BoardModel,
  board: string | RunningBoard = "wasm",
  options: BisectProjectOptions = {},
): Promise<ProjectBisected> {
  const layers = readLayers(project);
  const {
    feeds = readInputs(project, layers),
    name = "graph" in model ? model.graph.name : "model",
    ...search
  } = options;
  if (typeof board === "string") {
    const started = await startBoard(project, board);
    return await bisectProject(project, model, started, options).finally(started.close);
  }
  const { model: boardId } = board.link.description;
  const compiled = "compile" in model ? model.compile(boardId) : compileAs(model, boardId);
  const { program, library, plan } = compiled;
  const { constants } = library.code;
  const facts = await otherModel(name, compiled, { project, layers, board, feeds });
  const known = facts.length > 0 ? { facts } : { constants, planned: plannedTensors(program, plan) };
  const other = `the board was built from another file than ${name} (id ${boardId}, not ${library.code.id})`;
  const changed = facts.length > 0 ? [other] : changedFiles(project, library);
  return { compiled, changed, ...(await bisectBoard(board, program, feeds, name, { ...search, ...known })) };
}

/** The model as `export` compiles it; with `--no_islands` where that is what the board runs. */
export function compileAs(model: OnnxModel, id?: string): CompiledForBoard {
  const compiled = compileForBoard(model);
  if (id === undefined || compiled.library.code.id === id) return compiled;
  const plain = compileForBoard(model, { islands: false });
  return plain.library.code.id === id ? plain : compiled;
}

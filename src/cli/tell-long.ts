import { longRun, longTransfer, type Speed } from "../analysis/estimate/long-run.js";
import { workOfModel, workOfProgram } from "../analysis/estimate/work.js";
import { UserError } from "../base/errors.js";
import { itemSize } from "../base/tensor/dtype.js";
import { lineRate } from "../boards/board/boards.js";
import type { LayerDescription } from "../boards/capture/layers-file.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Program } from "../ir/graph/program.js";
import { warn } from "./output.js";

/**
 * Says before work starts what takes longer than a minute or more than 2 GiB. A model whose shapes contradict each other is
 * not estimated: whoever runs it says what is wrong.
 */
export function tellLong(model: OnnxModel | Program, speed: Speed, samples = 1): void {
  try {
    const said = longRun("layers" in model ? workOfProgram(model) : workOfModel(model), speed, samples);
    if (said !== undefined) warn(said);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** The same of tensors that a board sends. */
export function tellLongTransfer(layers: readonly LayerDescription[], board: string): void {
  const rate = lineRate(board);
  const bytes = layers.reduce((sum, { dtype, shape }) => sum + itemSize(dtype) * shape.reduce((a, b) => a * b, 1), 0);
  const said = rate === undefined ? undefined : longTransfer(bytes, rate);
  if (said !== undefined) warn(said);
}

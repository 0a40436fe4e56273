import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { declareTypes } from "./declare-types.js";
import { optimizeGraph } from "./optimize-graph.js";

export interface PreprocessOptions {
  readonly skipSymbolicShape?: boolean;
  readonly skipOptimization?: boolean;
  readonly skipOnnxShape?: boolean;
  /** Sizes for symbols of the graph's inputs: `{ N: 1 }`. */
  readonly dims?: Readonly<Record<string, number>>;
}

/** What `onnxruntime.quantization` tags a preprocessed model with. */
const TAG = ["onnx.quant.pre_process", "onnxruntime.quant"] as const;

/**
 * The float model made ready for quantization, as `python -m onnxruntime.quantization.preprocess` does: symbolic shape
 * inference, ONNX Runtime's graph optimization level *basic*, ONNX shape inference; each can be skipped.
 * @throws UserError when shapes contradict each other, the shapes of an operator cannot be known, ONNX Runtime refuses the model,
 * or nothing is left to do.
 */
export async function preprocess(model: OnnxModel, options: PreprocessOptions = {}): Promise<OnnxModel> {
  const { skipSymbolicShape, skipOptimization, skipOnnxShape, dims = {} } = options;
  if (skipSymbolicShape && skipOptimization && skipOnnxShape) {
    throw new UserError(
      "preprocess: all three steps are skipped, expected at least one; leave out one of the --skip options",
    );
  }
  const fixed = Object.keys(dims).length > 0;
  let current = model;
  if (!skipSymbolicShape || fixed) current = inferShapes(await declareTypes(current), { dims });
  if (!skipOptimization) current = await optimizeGraph(current);
  if (!skipOnnxShape) current = inferShapes(await declareTypes(current));
  return { ...current, metadata: new Map([TAG, ...current.metadata]) };
}

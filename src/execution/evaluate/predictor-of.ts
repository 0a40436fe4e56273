import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Program } from "../../ir/graph/program.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import { floatPredictor } from "./float-predictor.js";
import type { Predictor } from "./predictor.js";
import { programPredictor } from "./program-predictor.js";

/** What can be evaluated: a float model, a quantized one (which runs in the chip's integers), a program, a predictor. */
export type Evaluable = OnnxModel | Program | Predictor;

const QUANTIZED = /^(QLinear|QuantizeLinear$|DequantizeLinear$|QGemm$)/;

/** True when the model has quantized operators. */
export function isQuantized({ graph }: OnnxModel): boolean {
  return graph.nodes.some(({ opType }) => QUANTIZED.test(opType));
}

/** @throws UserError when the model cannot be compiled, or ONNX Runtime refuses it. */
export async function predictorOf(model: Evaluable, threads?: number): Promise<Predictor> {
  if ("predict" in model) return model;
  const options = threads === undefined ? {} : { threads };
  if ("layers" in model) return programPredictor(model, options);
  return isQuantized(model) ? programPredictor(compileForDebug(model).program, options) : floatPredictor(model);
}

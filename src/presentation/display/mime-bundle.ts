import { ANALYSIS_FORMAT, type Analysis } from "../../analysis/analyse/analysis.js";
import { TUNING_FORMAT, type Tuning } from "../../analysis/tune/tuning.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { CompiledForBoard } from "../../codegen/compile-for-board.js";
import type { Fit } from "../../codegen/memory/fits.js";
import type { MemoryPlan } from "../../codegen/memory/plan.js";
import type { Exported } from "../../codegen/project/export-project.js";
import { BISECTION_FORMAT, type Bisection } from "../../comparison/bisect/bisection.js";
import type { Diagnosis } from "../../comparison/diagnose/diagnosis.js";
import { DIFF_FORMAT, type TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { Inspection } from "../../espdl/inspect/inspection.js";
import type { LintReport } from "../../espdl/lint/lint.js";
import type { EspdlModel } from "../../espdl/model.js";
import type { VectorVerification } from "../../espdl/verify-vectors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Graph } from "../../ir/graph/graph.js";
import type { Program } from "../../ir/graph/program.js";
import type { Compiled } from "../../ir/passes/compile.js";
import { LANES_FORMAT, type Lanes } from "../../isa/session/lanes.js";
import type { Ranges } from "../../quantization/calibrate/range.js";
import type { QuantizationRow, QuantizeResult } from "../../quantization/quantize/result.js";
import type { Figure } from "../figures/figure.js";
import { bundle, type MimeBundle, outputs, type View } from "./view.js";
import { analysisView } from "./views/analysis.js";
import { bisectionView } from "./views/bisection.js";
import { quantizationView, rangesView } from "./views/calibration.js";
import { boardView, compiledView, exportedView } from "./views/compiled.js";
import { diagnosisView, diffView } from "./views/diff.js";
import { espdlView, inspectionView, lintView, verificationView } from "./views/espdl.js";
import { fitsView } from "./views/fit.js";
import { lanesView } from "./views/lanes.js";
import { memoryView } from "./views/memory.js";
import { graphView, onnxView, programView } from "./views/model.js";
import { quantizeResultView } from "./views/quantized.js";
import { tensorView } from "./views/tensor.js";
import { traceView } from "./views/trace.js";
import { tuningView } from "./views/tuning.js";

export type { MimeBundle } from "./view.js";

/** What {@link display} shows. */
export type Displayable =
  | Tensor
  | OnnxModel
  | Graph
  | Ranges
  | readonly QuantizationRow[]
  | Program
  | MemoryPlan
  | Trace
  | TraceDiff
  | Diagnosis
  | Bisection
  | QuantizeResult
  | Compiled
  | CompiledForBoard
  | Exported
  | Fit
  | readonly Fit[]
  | EspdlModel
  | Inspection
  | LintReport
  | VectorVerification
  | Analysis
  | Tuning
  | Lanes
  | Figure;

/** One of this project's objects as a figure or a table, in every format that a notebook may want. */
export function display(object: Displayable): MimeBundle {
  const made = mimeBundle(object);
  if (made === undefined) throw new TypeError("not an object of espdl-lab that can be shown");
  return made;
}

/** The same for any value: undefined for what is none of this project's objects. */
export function mimeBundle(value: unknown): MimeBundle | undefined {
  const view = viewOf(value);
  return view && bundle(view);
}

/** The same as one output or two of a cell: an object's figure and what there is to read stand below each other. */
export function cellOutputs(value: unknown): readonly MimeBundle[] | undefined {
  const view = viewOf(value);
  return view && outputs(view);
}

function viewOf(value: unknown): View | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Tensor) return tensorView(value);
  if (value instanceof Map) return isRanges(value) ? rangesView(value) : undefined;
  if (Array.isArray(value)) return viewOfList(value);
  const has = (...names: string[]): boolean => names.every((name) => name in value);
  const { layers, outputs: ends, format, opsets } = value as Partial<Record<string, unknown>>;
  if (format === DIFF_FORMAT && Array.isArray(layers)) return diffView(value as TraceDiff);
  if (has("runner", "model") && Array.isArray(layers)) return traceView(value as Trace);
  if (format === LANES_FORMAT && Array.isArray((value as Lanes).registers)) return lanesView(value as Lanes);
  if (format === ANALYSIS_FORMAT && Array.isArray(layers)) return analysisView(value as Analysis);
  if (format === TUNING_FORMAT && has("ladder", "recipe")) return tuningView(value as Tuning);
  if (has("hypotheses", "tried", "op")) return diagnosisView(value as Diagnosis);
  if (format === BISECTION_FORMAT && Array.isArray(layers)) return bisectionView(value as Bisection);
  if (has("tensors", "warnings", "model")) return quantizeResultView(value as QuantizeResult);
  if (has("stages", "program", "warnings")) return compiledView(value as Compiled);
  if (has("plan", "program", "library")) return boardView(value as CompiledForBoard);
  if (has("plan", "program", "fit", "archive")) return exportedView(value as Exported);
  if (isFit(value)) return fitsView([value]);
  if (has("irVersion", "graph") && Array.isArray(opsets)) return espdlView(value as EspdlModel);
  if (has("chips", "nodes", "operators", "memory")) return inspectionView(value as Inspection);
  if (has("chip", "findings", "counts")) return lintView(value as LintReport);
  if (has("passes", "saturated") && Array.isArray(ends)) return verificationView(value as VectorVerification);
  if (has("data", "layout", "description")) return { heading: (value as Figure).title, figure: value as Figure };
  if (has("arenaBytes", "buffers", "live")) return memoryView(value as MemoryPlan);
  if (has("irVersion", "graph")) return onnxView(value as OnnxModel);
  if (Array.isArray(layers) && Array.isArray(ends)) return programView(value as Program);
  if (Array.isArray(ends) && ends.length > 0 && ends.every(isGraphValue)) return graphView(value as Graph);
  return undefined;
}

const isGraphValue = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "kind" in value && "type" in value;

function isRanges(map: ReadonlyMap<unknown, unknown>): map is Ranges {
  if (map.size === 0) return false;
  return [...map].every(
    ([name, range]) =>
      typeof name === "string" && typeof range === "object" && range !== null && "min" in range && "max" in range,
  );
}

function viewOfList(list: readonly unknown[]): View | undefined {
  if (list.length === 0) return undefined;
  if (isQuantization(list)) return quantizationView(list);
  return list.every(isFit) ? fitsView(list) : undefined;
}

const isFit = (value: unknown): value is Fit =>
  typeof value === "object" && value !== null && "chip" in value && "fits" in value && "ram" in value;

function isQuantization(rows: readonly unknown[]): rows is readonly QuantizationRow[] {
  return rows.every(
    (row) => typeof row === "object" && row !== null && "tensor" in row && "quantized" in row && "exponent" in row,
  );
}

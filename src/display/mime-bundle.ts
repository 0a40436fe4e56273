import type { Ranges } from "../calibrate/range.js";
import type { MemoryPlan } from "../codegen/memory/plan.js";
import type { Diagnosis } from "../diagnose/diagnosis.js";
import { DIFF_FORMAT, type TraceDiff } from "../diff/trace-diff.js";
import type { Figure } from "../figures/figure.js";
import type { Graph } from "../graph/graph.js";
import type { Program } from "../graph/program.js";
import type { OnnxModel } from "../onnx/model.js";
import type { QuantizationRow } from "../quantize/result.js";
import { Tensor } from "../tensor/tensor.js";
import type { Trace } from "../trace/trace.js";
import { bundle, type MimeBundle, type View } from "./view.js";
import { quantizationView, rangesView } from "./views/calibration.js";
import { diagnosisView, diffView } from "./views/diff.js";
import { memoryView } from "./views/memory.js";
import { graphView, onnxView, programView } from "./views/model.js";
import { tensorView } from "./views/tensor.js";
import { traceView } from "./views/trace.js";

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
  | Figure;

/** One of this project's objects as a figure or a table, in every format that a notebook may want. */
export function display(object: Displayable): MimeBundle {
  const made = mimeBundle(object);
  if (made === undefined) throw new TypeError("not an object of espdl-lab that can be shown");
  return made;
}

/** The same for any value: undefined for what is none of this project's objects. */
export function mimeBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const view = viewOf(value);
  return view && bundle(view);
}

function viewOf(value: object): View | undefined {
  if (value instanceof Tensor) return tensorView(value);
  if (value instanceof Map) return isRanges(value) ? rangesView(value) : undefined;
  if (Array.isArray(value)) return isQuantization(value) ? quantizationView(value) : undefined;
  const has = (...names: string[]): boolean => names.every((name) => name in value);
  const { layers, outputs, format } = value as Partial<Record<string, unknown>>;
  if (format === DIFF_FORMAT && Array.isArray(layers)) return diffView(value as TraceDiff);
  if (has("runner", "model") && Array.isArray(layers)) return traceView(value as Trace);
  if (has("hypotheses", "tried", "op")) return diagnosisView(value as Diagnosis);
  if (has("data", "layout", "description")) return { heading: (value as Figure).title, figure: value as Figure };
  if (has("arenaBytes", "buffers", "live")) return memoryView(value as MemoryPlan);
  if (has("irVersion", "graph")) return onnxView(value as OnnxModel);
  if (Array.isArray(layers) && Array.isArray(outputs)) return programView(value as Program);
  if (Array.isArray(outputs) && outputs.length > 0 && outputs.every(isGraphValue)) return graphView(value as Graph);
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

function isQuantization(rows: readonly unknown[]): rows is readonly QuantizationRow[] {
  if (rows.length === 0) return false;
  return rows.every(
    (row) => typeof row === "object" && row !== null && "tensor" in row && "quantized" in row && "exponent" in row,
  );
}

import { checkModel } from "../../formats/onnx/check.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { Ranges } from "../calibrate/range.js";
import { dequantize, keepFloat, keepFloatByChoice } from "./activation.js";
import { askedFloat } from "./asked-float.js";
import { checkQuantizable } from "./check-quantizable.js";
import { Draft } from "./draft.js";
import { foldRelu } from "./fold-relu.js";
import { MICROSOFT } from "./make-node.js";
import { numberNodes } from "./number-nodes.js";
import { OPERATORS } from "./operators/table.js";
import type { QuantizeOptions, QuantizeResult } from "./result.js";
import { finishRows, warningsOf } from "./rows.js";
import { topologicalSort } from "./topological-sort.js";
import { usedInitializers } from "./used-initializers.js";

/**
 * Quantizes a float32 model to int8 with symmetric power-of-two scales, in ONNX's QLinear operators.
 * @param model optimized and with its shapes inferred
 * @param ranges of this very model, from `calibrate`
 * @throws UserError for what has no correct quantized form.
 */
export function quantize(model: OnnxModel, ranges: Ranges, options: QuantizeOptions = {}): QuantizeResult {
  checkQuantizable(model);
  const draft = new Draft(model, ranges, options);
  const isExcluded = exclusion(model, options);
  const isAsked = askedFloat(model, options);
  for (const node of model.graph.nodes) {
    const operator = node.domain === "" ? OPERATORS.get(node.opType) : undefined;
    if (isAsked(node)) keepFloatByChoice(draft, node, "--keep_float asks for it");
    else if (isExcluded(node)) keepFloatByChoice(draft, node, "its probabilities would not survive int8");
    else if (operator === undefined) keepFloat(draft, node, `${node.opType} has no int8 form`);
    else if (!draft.isFloat(node.inputs[0] as string)) keepFloat(draft, node, "it computes with integers");
    else operator(draft, node);
  }
  for (const output of model.graph.outputs) dequantize(draft, output.name);

  const finished = assemble(model, draft);
  const rows = finishRows(draft.rows, finished.graph.nodes);
  return { model: finished, tensors: rows, warnings: warningsOf(rows, options), floats: draft.floats };
}

/** Softmax stays in float. The original excludes it by name, and with the empty name every unnamed node. */
function exclusion(model: OnnxModel, options: QuantizeOptions): (node: OnnxNode) => boolean {
  const isSoftmax = (node: OnnxNode): boolean => node.opType === "Softmax";
  if (options.compat !== true) return isSoftmax;
  const names = new Set(model.graph.nodes.filter(isSoftmax).map((node) => node.name));
  return (node) => names.has(node.name);
}

function assemble(model: OnnxModel, draft: Draft): OnnxModel {
  const outputs = new Set(model.graph.outputs.map((output) => output.name));
  const numbered = numberNodes([...draft.nodes, ...draft.biasAdditions]);
  const all = new Map([...draft.initializers, ...draft.trailingInitializers]);
  const initializers = usedInitializers(all, numbered, outputs);
  const folded = foldRelu(numbered, initializers, outputs);
  const sources = [...initializers.keys(), ...model.graph.inputs.map((input) => input.name)];
  const nodes = topologicalSort(folded, sources);
  const live = new Set(nodes.flatMap((node) => node.outputs));
  return checkModel({
    ...model,
    producerName: "onnx.quantize",
    producerVersion: "0.1.0",
    opsets: opsetsOf(model, draft.options.compat === true),
    metadata: new Map([["onnx.infer", "onnxruntime.quant"], ...model.metadata]),
    graph: {
      ...model.graph,
      nodes,
      initializers,
      valueInfo: new Map([...model.graph.valueInfo].filter(([name]) => live.has(name))),
    },
  });
}

/** Operators that opset 13 gave another meaning, or that take as an input what was an attribute. */
const CHANGED_IN_13 = new Set(["LogSoftmax", "Hardmax", "ReduceSum", "Softmax", "Split", "Squeeze", "Unsqueeze"]);

/**
 * The original leaves the model's opset. A Relu on int8 is legal from 14 on, which means by every operator of a quantized
 * model what 13 does; and 13 what 11 does but for those above.
 */
function opsetsOf({ opsets, graph }: OnnxModel, compat: boolean): ReadonlyMap<string, number> {
  const all = new Map(opsets.has(MICROSOFT) ? opsets : [...opsets, [MICROSOFT, 1]]);
  const version = opsets.get("") as number;
  const keeps = version >= 11 && !graph.nodes.some(({ opType }) => CHANGED_IN_13.has(opType));
  if (!compat && version < 14 && (version === 13 || keeps)) all.set("", 14);
  return all;
}

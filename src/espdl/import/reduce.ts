import type { Value } from "../../ir/graph/graph.js";
import type { Importer, ImporterTable, NodeView } from "./node-view.js";

/** Axes left out, or none, mean all of them. */
const reduce =
  (op: string): Importer =>
  (view) => {
    const data = view.value(0);
    const axes = view.constantNumbers(1) ?? [];
    if (axes.length === 0 && view.int("noop_with_empty_axes", 0) !== 0)
      view.fail(
        "noop_with_empty_axes must be 0 where axes are left out",
        "1",
        "the chip reduces the whole tensor; name the axes",
      );
    return view.call(op, [data], {
      axis: axes.length > 0 ? axes : data.type.shape.map((_, axis) => axis),
      keepdims: view.int("keepdims", 1) === 1,
      ...view.unaryExponents(),
    });
  };

const softmax =
  (op: string): Importer =>
  (view) =>
    view.call(op, [view.value(0)], { axis: view.int("axis", -1), input_exponent: view.exponent(0) });

/** The reader's defaults are C's float32. */
const EPSILON = Math.fround(1e-5);

function layerNorm(view: NodeView): readonly Value[] {
  if (view.node.outputs.length > 1)
    view.fail(
      "there must be one output",
      `${view.node.outputs.length}`,
      "mean and deviation are not supported; drop them",
    );
  const beta = view.optional(2);
  const inputs = [view.value(0), view.value(1), ...(beta === undefined ? [] : [beta])];
  const exponents = [
    view.exponent(0),
    view.exponent(1),
    beta === undefined ? 0 : view.exponent(2),
    view.outputExponent(),
  ];
  return view.call("espdl.layer_norm", inputs, {
    axis: view.int("axis", -1),
    epsilon: view.float("epsilon", EPSILON),
    exponents,
  });
}

export const REDUCE: ImporterTable = {
  LayerNormalization: layerNorm,
  LogSoftmax: softmax("espdl.log_softmax"),
  LpNormalization: (view) =>
    view.call("espdl.lp_norm", [view.value(0)], {
      axis: view.int("axis", -1),
      p: view.int("p", 2),
      output_exponent: view.outputExponent(),
    }),
  RMSNormalization: (view) =>
    view.call("espdl.rms_norm", [view.value(0), view.value(1)], {
      axis: view.int("axis", -1),
      epsilon: view.float("epsilon", EPSILON),
      ...view.unaryExponents(),
    }),
  ReduceL1: reduce("espdl.reduce_l1"),
  ReduceL2: reduce("espdl.reduce_l2"),
  ReduceLogSum: reduce("espdl.reduce_log_sum"),
  ReduceLogSumExp: reduce("espdl.reduce_log_sum_exp"),
  ReduceMax: reduce("espdl.reduce_max"),
  ReduceMean: reduce("espdl.reduce_mean"),
  ReduceMin: reduce("espdl.reduce_min"),
  ReduceProd: reduce("espdl.reduce_prod"),
  ReduceSum: reduce("espdl.reduce_sum"),
  ReduceSumSquare: reduce("espdl.reduce_sum_square"),
  Softmax: softmax("espdl.softmax"),
};

import { type Chip, isVectorChip } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Value } from "../../ir/graph/graph.js";
import { unpackWeight } from "../layout.js";
import type { EspdlTensor } from "../model.js";
import type { ImporterTable, NodeView } from "./node-view.js";

/** ReLU fused behind a product sum. */
function relu(view: NodeView): boolean {
  const activation = view.text("activation", "Linear");
  if (activation === "Linear" || activation === "Relu") return activation === "Relu";
  return view.fail("the fused activation must be Linear or Relu", activation, "export without fusing it");
}

/** Output exponent − data exponent − kernel exponent: one, or one a channel. */
function shift(view: NodeView): number[] {
  const total = view.outputExponent() - view.exponent(0);
  return view.exponents(1).map((exponent) => total - exponent);
}

/** Law: `W8A16` is int8 weights over int16 data, in blocks as wide as those of int16; all else has one width. */
function checkWidths(view: NodeView, { dtype, layout }: EspdlTensor): void {
  const data = view.value(0).type.dtype;
  const isMixed = view.text("quant_type", "") === "W8A16";
  if (isMixed ? data !== "int16" || dtype !== "int8" : data !== dtype)
    view.fail(
      isMixed ? "W8A16 is an int8 kernel over int16 data" : "data and kernel must have one dtype without W8A16",
      `${dtype} over ${data}`,
      "export the model again",
    );
  if (data === "int16" ? /16/.test(layout) : /8/.test(layout))
    view.fail(`the kernel's layout must be one of ${data} data`, layout, "export the model again");
}

function weight(view: NodeView, role: "conv" | "depthwise" | "matmul"): Tensor {
  const initializer = view.initializer(1);
  if (initializer.dtype !== "int8" && initializer.dtype !== "int16")
    view.fail("the kernel must be int8 or int16", initializer.dtype, "quantize the model");
  checkWidths(view, initializer);
  return unpackWeight(initializer, role);
}

function withBias(view: NodeView, inputs: Value[]): Value[] {
  const bias = view.optional(2);
  return bias === undefined ? inputs : [...inputs, bias];
}

function conv(view: NodeView): readonly Value[] {
  const group = view.int("group", 1);
  const data = view.value(0);
  const rank = view.spatialRank();
  const kernel = view.constant(view.initializer(1), weight(view, group === 1 ? "conv" : "depthwise"));
  return view.call("espdl.conv", withBias(view, [data, kernel]), {
    strides: view.ints("strides", new Array<number>(rank).fill(1)),
    pads: view.ints("pads", new Array<number>(2 * rank).fill(0)),
    dilations: view.ints("dilations", new Array<number>(rank).fill(1)),
    group,
    shift: shift(view),
    relu: relu(view),
  });
}

/** The weight of a Gemm is stored as the kernel [1, 1, C, N] of a 1 × 1 convolution. */
function gemm(view: NodeView): readonly Value[] {
  const stored = weight(view, "conv");
  if (stored.shape.length !== 4 || stored.shape[0] !== 1 || stored.shape[1] !== 1)
    view.fail("the weight must be [1, 1, C, N]", `[${stored.shape.join(", ")}]`, "export the model again");
  const kernel = view.constant(view.initializer(1), stored.reshape(stored.shape.slice(2)));
  return view.call("espdl.matmul", withBias(view, [view.value(0), kernel]), { shift: shift(view), relu: relu(view) });
}

/**
 * How a computed right operand is stored. Law: `input1_layout` says so since esp-ppq 1.3.12; without it the operand is
 * packed, in the order that the chip's convolution wants of a kernel.
 */
function rightLayout(view: NodeView, chip: Chip): string {
  const layout = view.text("input1_layout", "packed");
  if (layout === "native_kn") return "plain";
  if (layout !== "packed")
    view.fail("input1_layout must be packed or native_kn", layout, "no ESP-DL known here has another");
  return isVectorChip(chip) ? "blocked" : "transposed";
}

function matmul(view: NodeView, chip: Chip): readonly Value[] {
  const isConstant = view.isConstant(1);
  const right = isConstant ? view.constant(view.initializer(1), weight(view, "matmul")) : view.value(1);
  const stored = rightLayout(view, chip);
  const layout = isConstant || right.type.shape.length < 2 ? "plain" : stored;
  return view.call("espdl.matmul", [view.value(0), right], {
    shift: shift(view),
    relu: relu(view),
    right_layout: layout,
  });
}

/** Product sums; the chip decides how a computed matrix is packed. */
export function convolutionImporters(chip: Chip): ImporterTable {
  return { Conv: conv, Gemm: gemm, MatMul: (view) => matmul(view, chip) };
}

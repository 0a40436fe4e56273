import { stringAttribute } from "../../../kernels-ref/attributes.js";
import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { POINTWISE } from "../../../kernels-ref/pointwise.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type NewCall, type Replacement } from "./edit-program.js";
import { isGlobalPool, layoutOf } from "./is-global-pool.js";
import { ProgramView } from "./program-view.js";

/**
 * A mean over the whole image of floats that each depend on one int8 reads that int8 (`esp.global_avg_pool2d`): no copy
 * of the image in float is needed.
 */
export function fuseGlobalPools(program: Program): Program {
  const view = new ProgramView(program);
  const replacements = new Map<number, Replacement>();
  for (const call of view.calls()) {
    const pool = isGlobalPool(view, call) ? fromInt8(view, call) : undefined;
    if (pool !== undefined) replacements.set(call.index, pool);
  }
  return editProgram(program, replacements);
}

function fromInt8(view: ProgramView, pool: CallLayer): NewCall | undefined {
  const turned = view.made(pool.inputs[0], "layout_transform");
  const isTurned = turned !== undefined && view.isPrivate(turned) && turnsTo(turned, layoutOf(pool));
  const made = view.layer((isTurned ? turned.inputs[0] : pool.inputs[0])!);
  if (made.kind !== "call" || !view.isPrivate(made)) return undefined;
  const found = floatTable(view, made);
  if (found === undefined) return undefined;
  const layout = isTurned ? stringAttribute(turned.attributes, "src_layout") : layoutOf(pool);
  return {
    op: "esp.global_avg_pool2d",
    inputs: [found.source],
    attributes: { layout, table: found.table },
    absorbed: isTurned ? [made, turned] : [made],
  };
}

function turnsTo({ attributes }: CallLayer, layout: string): boolean {
  return /^N[CHW]{3}$/.test(String(attributes.src_layout)) && attributes.dst_layout === layout;
}

/** The floats that a pointwise call makes of each int8, where they depend on nothing else. */
function floatTable(view: ProgramView, call: CallLayer): { source: Operand; table: readonly number[] } | undefined {
  const isPointwise = POINTWISE.has(call.op) || call.op === "esp.dequantize" || call.op === "esp.pointwise";
  if (!isPointwise || call.types[0]!.dtype !== "float32") return undefined;
  const [source, ...others] = call.inputs.filter((operand) => view.constant(operand) === undefined);
  if (source === undefined || others.length > 0 || view.type(source).dtype !== "int8") return undefined;
  const constants = call.inputs.map((operand) => view.constant(operand));
  if (constants.some((tensor) => tensor !== undefined && tensor.size !== 1)) return undefined;
  const all = new Tensor(
    "int8",
    [256],
    Int8Array.from({ length: 256 }, (_, i) => i - 128),
  );
  const results = Tensor.zeros("float32", [256]);
  const values = constants.map((tensor) => tensor?.reshape([]) ?? all);
  KERNELS.get(call.op)!(values, call.attributes, [results], TVM_ARITHMETIC);
  return { source, table: results.toNumbers() };
}

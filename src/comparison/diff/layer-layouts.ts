import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Layer, Program } from "../../ir/graph/program.js";
import { type ImageLayout, otherLayout } from "./image-layout.js";

/**
 * The layout of every image tensor of a program, by trace id: stated by the operators that have one (convolution, pooling,
 * resize, layout_transform), carried over by those that keep the shape, and by their readers for what stands before them.
 */
export function layerLayouts(program: Program): Map<string, ImageLayout> {
  const known = new Map<number, ImageLayout>();
  for (const layer of program.layers) {
    const layout = rank(layer) === 4 && layer.kind === "call" ? produced(layer, program, known) : undefined;
    if (layout !== undefined) known.set(layer.index, layout);
  }
  for (const layer of program.layers.toReversed()) {
    if (layer.kind !== "call") continue;
    const source = program.layers[layer.inputs[0]?.layer ?? -1];
    const layout = consumed(layer, known);
    if (source && layout && rank(source) === 4 && !known.has(source.index)) known.set(source.index, layout);
  }
  const result = new Map<string, ImageLayout>();
  for (const [index, layout] of known) {
    const layer = program.layers[index] as Layer;
    for (const output of layer.types.keys()) result.set(outputId(layer.id, output), layout);
  }
  return result;
}

/** Operators of today's ESP-DL that take channels at the end, and do not say so. */
const IMAGES = new Set(["espdl.conv", "espdl.avg_pool", "espdl.max_pool", "espdl.resize"]);
const implied = ({ op }: CallLayer): ImageLayout | undefined => (IMAGES.has(op) ? "NHWC" : undefined);

const rank = (layer: Layer): number => layer.types[0]!.shape.length;

function stated(value: unknown): ImageLayout | undefined {
  return value === "NHWC" || value === "NCHW" ? value : undefined;
}

function produced(call: CallLayer, program: Program, known: ReadonlyMap<number, ImageLayout>): ImageLayout | undefined {
  const { data_layout, layout, dst_layout } = call.attributes;
  const own = stated(data_layout) ?? stated(layout) ?? stated(dst_layout) ?? implied(call);
  if (own !== undefined) return own;
  const shape = call.types[0]!.shape.join();
  for (const { layer, output } of call.inputs) {
    const source = program.layers[layer] as Layer;
    if (source.types[output]!.shape.join() === shape && known.has(layer)) return known.get(layer);
  }
  return undefined;
}

function consumed(call: CallLayer, known: ReadonlyMap<number, ImageLayout>): ImageLayout | undefined {
  const { data_layout, layout, src_layout, axes } = call.attributes;
  const own = stated(data_layout) ?? stated(layout) ?? stated(src_layout) ?? implied(call);
  if (own !== undefined) return own;
  const after = known.get(call.index);
  if (after === undefined) return undefined;
  if (call.op === "transpose")
    return String(axes) === (after === "NHWC" ? "0,2,3,1" : "0,3,1,2") ? otherLayout(after) : undefined;
  return call.op === "reshape" ? undefined : after;
}

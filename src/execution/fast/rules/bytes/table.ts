import type { Attributes } from "../../../../ir/graph/graph.js";
import type { Held } from "../../held.js";
import { type FastCall, type FastRule, isHeld } from "../../rule.js";
import type { ConvolutionPlan } from "../accumulators.js";
import { espConvolutionPlan } from "../esp-conv2d.js";
import { espdlConvolutionPlan } from "../espdl-conv.js";
import { emitByteConvolution, prefersFloats } from "./convolution.js";
import { espAddBytes } from "./esp-add.js";
import { espDequantizeBytes } from "./esp-dequantize.js";
import { layoutTransformBytes, reshapeBytes } from "./layout.js";

const PLANS: ReadonlyMap<string, (call: FastCall) => ConvolutionPlan | undefined> = new Map([
  ["esp.conv2d", espConvolutionPlan],
  ["esp.depthwise_conv2d", espConvolutionPlan],
  ["espdl.conv", espdlConvolutionPlan],
]);

/** A convolution, unless neither it nor what reads it would gain from bytes. */
const convolution: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const plan = PLANS.get(call.op)!(call);
  if (!isHeld(data) || plan === undefined || call.type.shape.length !== 4) return undefined;
  const held = staysFloat(call, data, plan) ? undefined : emitByteConvolution(emitter, data, plan);
  return held && { ...held, shape: call.type.shape };
};

function groupsOf({ groups, group }: Attributes): number {
  return Number(groups ?? group ?? 1);
}

function staysFloat({ type, readers }: FastCall, data: Held, { attributes }: ConvolutionPlan): boolean {
  if (!prefersFloats(data.shape.at(-1)!, attributes.groups as number) || readers.length === 0) return false;
  return readers.every(
    (reader) => PLANS.has(reader.op) && prefersFloats(type.shape.at(-1)!, groupsOf(reader.attributes)),
  );
}

/** Operators that the kernels for uint8 run, by their name in the kernel table. */
export const BYTE_RULES: ReadonlyMap<string, FastRule> = new Map<string, FastRule>([
  ["esp.add", espAddBytes],
  ["esp.conv2d", convolution],
  ["esp.depthwise_conv2d", convolution],
  ["esp.dequantize", espDequantizeBytes],
  ["espdl.conv", convolution],
  ["expand_dims", reshapeBytes],
  ["layout_transform", layoutTransformBytes],
  ["nn.batch_flatten", reshapeBytes],
  ["reshape", reshapeBytes],
  ["squeeze", reshapeBytes],
]);

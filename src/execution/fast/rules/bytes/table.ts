import { type FastRule, isHeld } from "../../rule.js";
import { espConvolutionPlan } from "../esp-conv2d.js";
import { espdlConvolutionPlan } from "../espdl-conv.js";
import { emitByteConvolution } from "./convolution.js";
import { espAddBytes } from "./esp-add.js";
import { layoutTransformBytes, reshapeBytes } from "./layout.js";

const espConv2d: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const plan = espConvolutionPlan(call);
  return isHeld(data) && plan ? emitByteConvolution(emitter, data, plan) : undefined;
};

const espdlConv: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const plan = espdlConvolutionPlan(call);
  const held =
    isHeld(data) && plan && call.type.shape.length === 4 ? emitByteConvolution(emitter, data, plan) : undefined;
  return held && { ...held, shape: call.type.shape };
};

/** Operators that the kernels for uint8 run, by their name in the kernel table. */
export const BYTE_RULES: ReadonlyMap<string, FastRule> = new Map<string, FastRule>([
  ["esp.add", espAddBytes],
  ["esp.conv2d", espConv2d],
  ["esp.depthwise_conv2d", espConv2d],
  ["espdl.conv", espdlConv],
  ["expand_dims", reshapeBytes],
  ["layout_transform", layoutTransformBytes],
  ["nn.batch_flatten", reshapeBytes],
  ["reshape", reshapeBytes],
  ["squeeze", reshapeBytes],
]);

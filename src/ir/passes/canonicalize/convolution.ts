import { integer, textOf } from "../../graph/attribute.js";
import { scalar } from "../../graph/build.js";
import { type Node, numbers, type Value } from "../../graph/graph.js";
import { permuteShape } from "../../graph/layout.js";
import { expandToAxis } from "../expand-bias.js";
import { type Canonicalizer, Lowering } from "./lowering.js";

interface Workload {
  readonly lower: Lowering;
  readonly weight: Value;
  readonly inputZeroPoint: Value;
  readonly channelAxis: number;
  readonly kernelLayout: string;
  readonly channels: number;
  /** Taps of the kernel: height · width. */
  readonly taps: number;
  readonly depthwise: boolean;
}

/** Data padded with its zero point: padding is then no longer the convolution's. */
function padded(node: Node, lower: Lowering, data: Value, zeroPoint: Value): Value {
  const [top, left, bottom, right] = numbers(node.attributes, "padding") as [number, number, number, number];
  if (top === 0 && left === 0 && bottom === 0 && right === 0) return data;
  const widths: Record<string, number[]> = { N: [0, 0], C: [0, 0], H: [top, bottom], W: [left, right] };
  const pad_width = [...textOf(node.attributes, "data_layout")].map((axis) => widths[axis] as number[]);
  return lower.op("nn.pad", [data, zeroPoint], { pad_width });
}

/** Σ over the window of zero point(weight) · data. */
function dataTerm(work: Workload, data: Value, zeroPoint: Value): Value {
  const { lower, channelAxis, taps } = work;
  const { attributes } = lower.node;
  const wide = lower.cast(data, "int32");
  let sum = work.depthwise ? wide : lower.op("sum", [wide], { axis: [channelAxis], keepdims: true });
  const strides = numbers(attributes, "strides");
  if (taps !== 1) sum = lower.op("multiply", [sum, scalar("int32", taps)]);
  if (taps !== 1 || strides.some((stride) => stride !== 1)) {
    const layout = textOf(attributes, "data_layout");
    const pool = { pool_size: attributes.kernel_size, strides, dilation: attributes.dilation, padding: [0, 0], layout };
    sum = lower.op("nn.avg_pool2d", [sum], pool as Parameters<Lowering["op"]>[2]);
  }
  if (work.depthwise) return lower.op("multiply", [lower.op("repeat", [zeroPoint], { repeats: 1, axis: 0 }), sum]);
  return lower.op("multiply", [zeroPoint, lower.op("repeat", [sum], { repeats: work.channels, axis: channelAxis })]);
}

/** Zero point(data) · Σ over the window of weight. */
function weightTerm(work: Workload): Value {
  const { lower, kernelLayout, channelAxis } = work;
  const summed = work.depthwise ? "HW" : "HWI";
  const axis = [...kernelLayout].flatMap((name, index) => (summed.includes(name) ? [index] : []));
  const sum = lower.op("sum", [lower.cast(work.weight, "int32")], { axis });
  const newshape = [1, 1, 1, 1].with(channelAxis, work.channels);
  return lower.op("multiply", [work.inputZeroPoint, lower.op("reshape", [sum], { newshape })]);
}

/** Groups that are not depthwise: an int32 convolution of the shifted operands. */
function fallback(lower: Lowering, data: Value, weight: Value, zeroPoint: Value): Value {
  const { attributes } = lower.node;
  let kernel = lower.cast(weight, "int32");
  if (zeroPoint.type.shape.length > 0) {
    const flat = lower.op("reshape", [zeroPoint], { newshape: [-1] });
    const axis = textOf(attributes, "kernel_layout").indexOf("O");
    kernel = lower.op("subtract", [kernel, lower.cast(expandToAxis(flat, 4, axis, lower.node.origin), "int32")]);
  }
  return lower.result("nn.conv2d", [lower.cast(data, "int32"), kernel], attributes);
}

/**
 * Σ (q_w − z_w)(q_x − z_x), multiplied out. With scalar zero points (0 by import) only Σ q_w·q_x is left; per-channel
 * zero points are vectors, whose terms TVM keeps although they are 0.
 */
export const convolution: Canonicalizer = (node, inputs) => {
  const [data, weight, inputZeroPoint, zeroPoint] = inputs as [Value, Value, Value, Value];
  const lower = new Lowering(node);
  const { attributes } = node;
  const groups = integer(attributes, "groups");
  const channels = integer(attributes, "channels");
  const depthwise = channels === groups && groups !== 1;
  const isVector = zeroPoint.type.shape.length > 0;
  const dilated = numbers(attributes, "dilation").some((step) => step !== 1);
  if ((groups !== 1 && !depthwise) || (isVector && dilated)) return fallback(lower, data, weight, zeroPoint);
  const spread = padded(node, lower, data, inputZeroPoint);
  const product = lower.result("nn.conv2d", [spread, weight], { ...attributes, padding: [0, 0, 0, 0] });
  if (!isVector) return product;
  const kernelLayout = textOf(attributes, "kernel_layout");
  const [, perGroup, height, width] = permuteShape(weight.type.shape, kernelLayout, "OIHW") as [
    number,
    number,
    number,
    number,
  ];
  const channelAxis = textOf(attributes, "data_layout").indexOf("C");
  const taps = height * width;
  const work: Workload = { lower, weight, inputZeroPoint, channelAxis, kernelLayout, channels, taps, depthwise };
  const flat = expandToAxis(lower.op("reshape", [zeroPoint], { newshape: [-1] }), 4, channelAxis, node.origin);
  const count = scalar("int32", depthwise ? taps : perGroup * taps);
  const constantTerm = lower.op("multiply", [count, lower.op("multiply", [inputZeroPoint, flat])]);
  const rest = lower.op("subtract", [constantTerm, weightTerm(work)]);
  return lower.result("add", [lower.op("subtract", [product, dataTerm(work, spread, flat)]), rest]);
};

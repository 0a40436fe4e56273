import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { call, constant, scalar } from "../graph/build.js";
import type { Graph, Node, Origin, Value } from "../graph/graph.js";
import { keep, rewrite } from "../graph/rewrite.js";
import type { PassContext } from "./pass.js";
import { eitherWay, isConstant, isScalarOf, type Match, made, replacePatterns } from "./pattern.js";

/** A convolution with its requantize and, if they follow, the bias that is added and the relu. */
interface QuantizedConv {
  readonly conv: Node;
  readonly requantize: Node;
  readonly add: Node | undefined;
  readonly bias: Value | undefined;
  readonly relu: Node | undefined;
}

/** Half to even, as Python's `round`. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Bits to shift right: log2(output scale / accumulator scale), the quotient in float32; rounded as the original does. */
function shiftOf(outputScale: number, accumulatorScale: number, name: string, context: PassContext): number {
  const quotient = Math.fround(outputScale / accumulatorScale);
  const exact = Math.log2(quotient);
  if (Number.isInteger(exact)) return exact;
  const found =
    `${name}: output scale / (input scale · weight scale) must be a power of two, ` +
    `got ${outputScale} / ${accumulatorScale} = ${quotient}`;
  if (!context.compat || !Number.isFinite(exact))
    throw new UserError(`${found} (ESP-DL only shifts; quantize the float model with this project)`);
  context.warn(`${found}; the original shifts by ${roundHalfEven(exact)} all the same`);
  return roundHalfEven(exact);
}

function findConv(node: Node): QuantizedConv | undefined {
  const relu = node.op === "nn.relu" ? node : undefined;
  const top = relu?.inputs[0] ?? node.results[0];
  const add = made(top, "add");
  const choices: [Value | undefined, Value | undefined][] = add === undefined ? [[top, undefined]] : eitherWay(add);
  for (const [value, bias] of choices) {
    const requantize = made(value, "qnn.requantize");
    const conv = made(requantize?.inputs[0], "qnn.conv2d");
    if (requantize !== undefined && conv !== undefined) return { conv, requantize, add, bias, relu };
  }
  return undefined;
}

/** The shift of the accumulator: one int32, or one a channel along the last axis (NHWC). */
function shiftConstant({ requantize }: QuantizedConv, context: PassContext): Value | undefined {
  const [, accumulatorScale, , outputScale] = requantize.inputs;
  if (
    accumulatorScale === undefined ||
    outputScale === undefined ||
    !isConstant(accumulatorScale) ||
    !isConstant(outputScale)
  )
    return undefined;
  const name = requantize.origin.onnx.join(", ");
  const shifts = accumulatorScale.tensor
    .toNumbers()
    .map((scale) => shiftOf(outputScale.tensor.item(), scale, name, context));
  const lowest = Math.min(...shifts);
  if (lowest < 0) {
    const what = context.compat ? "0 in the original's debug run" : "a saturating left shift here";
    context.warn(
      `${name}: right shift by ${lowest} is negative: undefined in C, ${what}; calibrate again, or scale its weights down`,
    );
  }
  if (accumulatorScale.tensor.shape.length === 0) return scalar("int32", shifts[0] as number);
  return constant(new Tensor("int32", [shifts.length], Int32Array.from(shifts)));
}

/** Names of all nodes that a chain stands for. */
function namesOf(found: QuantizedConv): readonly string[] {
  const nodes = [found.conv, found.requantize, found.add, found.relu];
  return [...new Set(nodes.flatMap((node) => node?.origin.onnx ?? []))];
}

/** Accumulator >> shift, saturated; then the bias in int16, saturated; then relu: what the board computes. */
function shifted(
  found: QuantizedConv,
  conv: Value,
  shift: Value,
  bias: Value | undefined,
  context: PassContext,
): Value {
  const names = namesOf(found);
  const bounds = { a_min: -128, a_max: 127 };
  const exponent = found.requantize.origin.exponent;
  const origin = (node: Node): Origin =>
    exponent === undefined ? { onnx: node.origin.onnx } : { onnx: node.origin.onnx, exponent };
  let value: Value = call("right_shift", [conv, shift], {}, origin(found.requantize));
  value = call("clip", [value], bounds, origin(found.requantize));
  if (bias !== undefined && found.add !== undefined) {
    value = call("cast", [value], { dtype: "int16" }, origin(found.requantize));
    const wide = call("cast", [bias], { dtype: "int16" }, origin(found.add));
    value = call("add", [value, wide], {}, origin(found.add));
    value = call("clip", [value], bounds, origin(found.add));
    value = call("cast", [value], { dtype: "int8" }, origin(found.add));
  } else if (context.compat) {
    context.warn(
      `${names[0]}: has no bias, so its output stays int32 in the original's debug run; on the board it is int8`,
    );
  } else {
    value = call("cast", [value], { dtype: "int8" }, origin(found.requantize));
  }
  return found.relu === undefined ? value : call("nn.relu", [value], {}, origin(found.relu));
}

function match(node: Node, context: PassContext): Match | undefined {
  const found = findConv(node);
  if (found === undefined) return undefined;
  const { conv, requantize, add, bias, relu } = found;
  const isScalarZero = (value: Value | undefined): boolean => value !== undefined && isScalarOf(value, 0);
  // The original leaves per-channel convolutions alone: their zero points are vectors.
  if (context.compat && !isScalarZero(conv.inputs[3])) return undefined;
  if (!isScalarZero(requantize.inputs[2]) || !isScalarZero(requantize.inputs[4])) return undefined;
  const inner = [conv, requantize, ...(add === undefined || relu === undefined ? [] : [add])].filter(
    (member) => member !== node,
  );
  return {
    inner,
    replace(rewritten) {
      const inputs = conv.inputs.map(rewritten);
      if (!isScalarZero(inputs[3])) inputs[3] = scalar("int32", 0);
      const shift = shiftConstant(found, context) as Value;
      const accumulator = call("qnn.conv2d", withInt8Data(conv, inputs, context), conv.attributes, conv.origin);
      return shifted(found, accumulator, shift, bias && rewritten(bias), context);
    },
  };
}

/** Inputs of a convolution or dense layer with int32 data (behind a convolution without bias) cast to int8. */
function withInt8Data(node: Node, inputs: readonly Value[], context: PassContext): readonly Value[] {
  const [data] = inputs as [Value];
  if (data.type.dtype !== "int32") return inputs;
  context.warn(
    `${node.origin.onnx.join(", ")}: reads the int32 output of a convolution without bias; the original fails here, the value is cast to int8`,
  );
  const origin = data.kind === "result" ? data.node.origin : node.origin;
  return [call("cast", [data], { dtype: "int8" }, origin), ...inputs.slice(1)];
}

/** Per-channel zero points that are all 0 as one 0: without them no zero point terms are computed. */
function mergeZeroPoints(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) => {
    if (node.op !== "qnn.dense" && node.op !== "qnn.conv2d") return undefined;
    const zeroPoint = inputs[3] as Value;
    if (!isConstant(zeroPoint) || zeroPoint.tensor.shape.length === 0) return undefined;
    return keep(node, inputs.with(3, scalar("int32", 0)));
  });
}

/**
 * Requantized convolutions in the board's own arithmetic: shift, saturate, add the bias, saturate. With `compat` as
 * the original does it: per-channel ones stay, and those without a bias leave their value in int32.
 */
export function legalizeEsp(graph: Graph, context: PassContext): Graph {
  const legal = replacePatterns(graph, (node) => match(node, context));
  const cast = rewrite(legal, (node, inputs) => {
    if (node.op !== "qnn.dense") return undefined;
    return keep(node, withInt8Data(node, inputs, context));
  });
  return context.compat ? cast : mergeZeroPoints(cast);
}

import { scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

function wrapped(operands: Operands, axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank) operands.fail(`axis must be within rank ${rank}`, String(axis), "export the model again");
  return at;
}

/** A value a channel, [C], as it broadcasts over [N, C, …]. */
function perChannel(operands: Operands, vector: Value, rank: number): Value {
  const { shape } = vector.type;
  return operands.call("reshape", [vector], { newshape: [shape[0] ?? 1, ...new Array<number>(rank - 2).fill(1)] });
}

const from = (first: number, rank: number): number[] => Array.from({ length: rank - first }, (_, i) => first + i);

/** Mean and 1 / √(variance + epsilon), LayerNormalization's outputs for training. */
function statistics(operands: Operands, data: Value, axis: readonly number[], epsilon: number): Value[] {
  const mean = operands.call("mean", [data], { axis, keepdims: true });
  const difference = operands.call("subtract", [data, mean]);
  const squares = operands.call("multiply", [difference, difference]);
  const variance = operands.call("mean", [squares], { axis, keepdims: true });
  const sum = operands.call("add", [variance, scalar("float32", epsilon)]);
  return [mean, operands.call("rsqrt", [sum])];
}

/** LayerNormalization, and RMSNormalization without the mean. */
function layerNormalization(operands: Operands, center: boolean): readonly Value[] {
  const data = operands.value(0);
  const rank = data.type.shape.length;
  const axis = from(wrapped(operands, operands.int("axis", -1), rank), rank);
  const epsilon = operands.float("epsilon", 1e-5);
  operands.only("stash_type", 1);
  const normal = operands.call("nn.standardize", [data], { axis, epsilon, center });
  const scaled = operands.call("multiply", [normal, operands.value(1)]);
  const result =
    operands.inputs[2] === undefined || !center ? scaled : operands.call("add", [scaled, operands.value(2)]);
  return operands.node.outputs.length > 1 ? [result, ...statistics(operands, data, axis, epsilon)] : [result];
}

function instanceNormalization(operands: Operands): Value {
  const data = operands.value(0);
  const rank = data.type.shape.length;
  const attributes = { axis: from(2, rank), epsilon: operands.float("epsilon", 1e-5), center: true };
  const normal = operands.call("nn.standardize", [data], attributes);
  const scaled = operands.call("multiply", [normal, perChannel(operands, operands.value(1), rank)]);
  return operands.call("add", [scaled, perChannel(operands, operands.value(2), rank)]);
}

/** Scale and bias are of the channels, before opset 21 of the groups. */
function groupNormalization(operands: Operands): Value {
  const data = operands.value(0);
  const { shape } = data.type;
  const groups = operands.int("num_groups", 1);
  operands.only("stash_type", 1);
  if ((shape[1] ?? 0) % groups !== 0)
    operands.fail(`attribute num_groups must divide ${shape[1]} channels`, String(groups), "export the model again");
  const grouped = operands.call("reshape", [data], { newshape: [shape[0] as number, groups, -1] });
  const attributes = { axis: [2], epsilon: operands.float("epsilon", 1e-5), center: true };
  let normal = operands.call("nn.standardize", [grouped], attributes);
  const byChannel = operands.opset >= 21;
  const rank = byChannel ? shape.length : 3;
  if (byChannel) normal = operands.call("reshape", [normal], { newshape: shape });
  const scaled = operands.call("multiply", [normal, perChannel(operands, operands.value(1), rank)]);
  const result = operands.call("add", [scaled, perChannel(operands, operands.value(2), rank)]);
  return byChannel ? result : operands.call("reshape", [result], { newshape: shape });
}

/** x / ‖x‖; where the norm is 0, so is x, and the quotient is NaN, as in ONNX's own case. */
function lpNormalization(operands: Operands): Value {
  const data = operands.value(0);
  const p = operands.int("p", 2);
  if (p !== 1 && p !== 2) operands.fail("attribute p must be 1 or 2", String(p), "use another norm");
  const axis = [wrapped(operands, operands.int("axis", -1), data.type.shape.length)];
  const norm = operands.call(`reduce_l${p}`, [data], { axis, keepdims: true });
  return operands.call("divide", [data, norm]);
}

/** ONNX adds 1e-9 to the deviation. */
function meanVariance(operands: Operands): Value {
  const axis = operands.ints("axes") ?? [0, 2, 3];
  return operands.call("nn.standardize", [operands.value(0)], { axis, epsilon: 1e-18, center: true });
}

function localResponse(operands: Operands): Value {
  const attributes = {
    size: operands.int("size", 0),
    alpha: operands.float("alpha", 1e-4),
    beta: operands.float("beta", 0.75),
    bias: operands.float("bias", 1),
  };
  return operands.call("nn.lrn", [operands.value(0)], attributes);
}

export const NORMALIZATION: ImporterTable = {
  GroupNormalization: (operands) => [groupNormalization(operands)],
  InstanceNormalization: (operands) => [instanceNormalization(operands)],
  LRN: (operands) => [localResponse(operands)],
  LayerNormalization: (operands) => layerNormalization(operands, true),
  LpNormalization: (operands) => [lpNormalization(operands)],
  MeanVarianceNormalization: (operands) => [meanVariance(operands)],
  RMSNormalization: (operands) => layerNormalization(operands, false),
};

import type { CallLayer, Operand, Program } from "../../ir/graph/program.js";

/** The smallest and the largest integer that a tensor may hold. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

const INT8: Bounds = { low: -128, high: 127 };
const COPIES: ReadonlySet<string> = new Set(["reshape", "transpose", "espdl.max_pool", "espdl.slice", "espdl.gather"]);

/** What an int8 tensor may hold: after a ReLU or a table less than the dtype allows. */
export function boundsOf(program: Program, { layer: index }: Operand): Bounds {
  let layer = program.layers[index];
  while (layer.kind === "call" && COPIES.has(layer.op)) layer = program.layers[layer.inputs[0].layer];
  if (layer.kind !== "call") return INT8;
  if (layer.attributes.relu === true || layer.op === "espdl.relu") return { low: 0, high: INT8.high };
  const table = layer.op === "espdl.lut" ? program.layers[layer.inputs[1].layer] : undefined;
  if (table?.kind !== "param") return INT8;
  const values = table.tensor.data as Int8Array;
  return {
    low: values.reduce((a, b) => Math.min(a, b), INT8.high),
    high: values.reduce((a, b) => Math.max(a, b), INT8.low),
  };
}

/** A weight in rows of output channels (the last axis; a depthwise kernel's before it), and its bias. */
export interface ProductSum {
  /** Channel n of element i is i % channels. */
  readonly channels: number;
  readonly weights: Int8Array;
  readonly bias: ArrayLike<number | bigint> | undefined;
  readonly depthwise: boolean;
}

/** The product sum of an int8 Conv, Gemm or MatMul; undefined for another dtype or a computed weight. */
export function productSumOf(program: Program, { inputs, attributes, op }: CallLayer): ProductSum | undefined {
  const [kernel, bias] = inputs.slice(1).map(({ layer }) => program.layers[layer]);
  if (kernel?.kind !== "param" || kernel.tensor.dtype !== "int8") return undefined;
  const { shape, data } = kernel.tensor;
  const depthwise = op === "espdl.conv" && attributes.group !== 1;
  const channels = depthwise ? shape.at(-2)! : shape.length === 1 ? 1 : shape.at(-1)!;
  return {
    channels,
    weights: data as Int8Array,
    bias: bias?.kind === "param" ? (bias.tensor.data as ArrayLike<number | bigint>) : undefined,
    depthwise,
  };
}

/**
 * The largest partial sum that a channel can reach, whatever the data, in any order of the taps; of a negative one its
 * magnitude less 1, so that a lane of n bits holds what is below 2^(n − 1).
 */
export function largestSums({ channels, weights, bias }: ProductSum, { low, high }: Bounds): number[] {
  const up = new Float64Array(channels);
  const down = new Float64Array(channels);
  for (let i = 0; i < weights.length; i++) {
    const [a, b] = [weights[i]! * low, weights[i]! * high];
    up[i % channels]! += Math.max(a, b, 0);
    down[i % channels]! += Math.min(a, b, 0);
  }
  return Array.from(up, (most, n) => {
    const start = Number(bias?.[n] ?? 0);
    return Math.max(start + most, -(start + down[n]!) - 1);
  });
}

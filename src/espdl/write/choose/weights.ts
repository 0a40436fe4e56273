import type { Chip } from "../../../../kernels-ref/index.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft, DraftNode } from "../draft.js";
import { intOf } from "../draft.js";
import { biasBits } from "../quantization.js";
import { exponentOf, extentOfConstant } from "./grid.js";
import { type Plan, resultOf } from "./plan.js";
import { leastError } from "./weight-error.js";

export interface WeightOptions {
  readonly chip: Chip;
  readonly w8a16: boolean;
  /** Nodes whose weights' exponents are raised, and by how much: their accumulators saturated. */
  readonly raised: ReadonlyMap<string, number>;
  /** How an 8-bit weight's exponent is found: from its largest element, or as the one of least squared error. */
  readonly weightExponents: "largest" | "error";
}

/** A convolution's weights: bits, axis of the output channels if they have exponents of their own, exponents. */
export interface Weights {
  readonly bits: 8 | 16;
  readonly axis: number | undefined;
  readonly exponents: readonly number[];
}

/** Shifts that every kernel does right: below 32 on int8, below 64 on int16. */
const WIDEST_SHIFT = { 8: 31, 16: 62 } as const;

/**
 * Exponents of constant weights under the grids of today: the smallest that hold them, then raised until the bias fits
 * its bits and no shift is too wide.
 */
export function weightsOf(plan: Plan, node: DraftNode, options: WeightOptions): Weights {
  const { draft } = plan;
  const { chip, w8a16, raised } = options;
  const weight = draft.constants.get(node.inputs[1]!)!;
  const narrow = w8a16 && node.width === 16 && intOf(node, "group", 1) === 1;
  const bits = narrow ? 8 : (node.width as 8 | 16);
  const axis = chip === "esp32p4" && node.opType !== "MatMul" ? channelAxis(node) : undefined;
  const input = plan.read(node, 0)!.exponent;
  const output = plan.grids.get(node.outputs[0]!)!.exponent;
  const channels = axis === undefined ? 1 : weight.shape[axis]!;
  const bias = node.inputs[2] ? draft.constants.get(node.inputs[2]) : undefined;
  const room = 2 ** (biasBits(chip, node.width as 8 | 16) - 1) - 1;
  const exponents = ownExponents(plan, node, weight, { bits, axis, channels }, options).map((own, channel) => {
    let exponent = own + (raised.get(node.name) ?? 0);
    exponent = Math.max(exponent, output - input - WIDEST_SHIFT[node.width as 8 | 16]);
    while (
      bias !== undefined &&
      largest(bias.data, axis === undefined ? undefined : channel) > room * 2 ** (input + exponent)
    )
      exponent++;
    return exponent;
  });
  return { bits, axis, exponents };
}

/** The exponents that the weights alone ask for: chosen before, or by their largest elements or errors. */
function ownExponents(
  plan: Plan,
  node: DraftNode,
  weight: Tensor,
  { bits, axis, channels }: { readonly bits: 8 | 16; readonly axis: number | undefined; readonly channels: number },
  { weightExponents }: WeightOptions,
): readonly number[] {
  const known = plan.weights.get(node);
  if (known !== undefined) return known;
  const chosen = plan.choices.weights.get(resultOf(plan.draft, node));
  const found = Array.from({ length: channels }, (_, channel) => {
    const extent = axis === undefined ? extentOfConstant(weight.data) : channelExtent(weight, axis, channel);
    const widest = exponentOf(extent, bits);
    if (weightExponents === "largest" || bits !== 8) return widest;
    return leastError(axis === undefined ? weight.data : channelOf(weight, axis, channel), widest);
  });
  const exponents = chosen?.length === channels ? chosen : found;
  plan.weights.set(node, exponents);
  return exponents;
}

/** The result's exponent that makes the shift non-negative. */
export function leastOutput(plan: Plan, node: DraftNode, weights: readonly number[]): number {
  return plan.read(node, 0)!.exponent + Math.max(...weights);
}

export const isWeighted = (draft: Draft, node: DraftNode): boolean => draft.isConstant(node.inputs[1] ?? "");

const channelAxis = (node: DraftNode): number => (node.opType === "Gemm" && intOf(node, "transB", 0) === 0 ? 1 : 0);

function channelOf({ shape, data }: Tensor, axis: number, channel: number): Float32Array {
  const inner = axis === 0 ? data.length / shape[0]! : shape[0]!;
  return Float32Array.from({ length: inner }, (_, i) =>
    Number(data[axis === 0 ? channel * inner + i : i * shape[1]! + channel]),
  );
}

function channelExtent(weight: Tensor, axis: number, channel: number) {
  const inner = weight.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  if (axis === 0) return extentOfConstant(weight.data, channel * inner, 1, inner);
  return extentOfConstant(weight.data, channel, weight.shape[axis], weight.shape[0]);
}

function largest(data: ArrayLike<number | bigint>, channel: number | undefined): number {
  if (channel !== undefined) return Math.abs(Number(data[channel % data.length]));
  let size = 0;
  for (let i = 0; i < data.length; i++) size = Math.max(size, Math.abs(Number(data[i])));
  return size;
}

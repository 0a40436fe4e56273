import { roundToInteger, TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import { accumulateInt16 } from "../../../../kernels-ref/espdl/conv-int16.js";
import { asImage, asImageKernel, spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { Candidate, Prediction } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { isRepeatable, rerun } from "../rerun.js";

/** What may become of an operand: its integers changed one by one, or put into other places. */
type Change = readonly [cause: string, words: string, change: (data: readonly number[], tensor: Tensor) => number[]];

const int16 = (value: number): number => (value << 16) >> 16;
const int8 = (value: number): number => (value << 24) >> 24;
const each =
  (law: (value: number, i: number, data: readonly number[]) => number) =>
  (data: readonly number[]): number[] =>
    data.map(law);

const VALUES: readonly Change[] = [
  ["low-byte", "counts with its low byte only", each(int8)],
  ["high-byte", "counts with its high byte only", each((x) => x >> 8)],
  ["low-byte-lost", "has lost its low byte", each((x) => x & ~255)],
  ["swapped", "has the bytes of each int16 exchanged", each((x) => int16(((x & 255) << 8) | ((x >> 8) & 255)))],
  ["magnitude", "counts without its sign", each((x) => Math.abs(x))],
  ["negated", "counts with its sign turned", each((x) => -x)],
];

const BIAS: readonly Change[] = [
  ["none", "is not added", each(() => 0)],
  ["first", "is that of the first channel everywhere", each((_, __, all) => all[0]!)],
  ["next", "is that of the next channel", each((_, i, all) => all[(i + 1) % all.length]!)],
  ["previous", "is that of the channel before", each((_, i, all) => all.at(i - 1)!)],
  ["twice", "is added twice", each((x) => 2 * x)],
  ["negated", "is subtracted", each((x) => -x)],
  ["bits 8", "is cut to 8 bits", each((x) => int8(Number(BigInt.asIntN(8, BigInt(x)))))],
  ["bits 16", "is cut to 16 bits", each((x) => Number(BigInt.asIntN(16, BigInt(x))))],
  ["bits 32", "is cut to 32 bits", each((x) => Number(BigInt.asIntN(32, BigInt(x))))],
];

/** Convolutions and dense layers whose data is int16: operands, window and sums that are others. */
export function wideProducts(input: DiagnosisInput): Candidate[] {
  const { op, inputs, attributes } = input;
  const tensors = inputs.map(({ tensor }) => tensor);
  const [data, weights, bias] = tensors;
  if ((op !== "espdl.conv" && op !== "espdl.matmul") || data?.dtype !== "int16" || weights === undefined) return [];
  if (inputs[1]!.constant !== true || !isRepeatable(input)) return [];
  const candidates: Candidate[] = [];
  const add = (cause: string, text: string, look: string, bits: number, predict: () => Prediction): void =>
    void candidates.push({ family: "wide-product", cause, text, look, bits, predict });
  const operand = (position: number, name: string, [cause, words, change]: Change, look: string): void => {
    const tensor = tensors[position]!;
    add(`${name} ${cause}`, `the ${name} ${words}`, look, 4, () => {
      const changed = change(tensor.toNumbers(), tensor);
      return rerun(input, tensors.with(position, like(tensor, changed)), attributes);
    });
  };
  for (const change of VALUES) operand(0, "input", change, "the type of the input pointer in the kernel: int16_t");
  for (const change of weights.dtype === "int16" ? VALUES : [])
    operand(1, "kernel", change, "the type of the weights' pointer in the kernel: int16_t");
  if (bias !== undefined)
    for (const change of BIAS) operand(2, "bias", change, "the bias pointer of the call, its type and its index");
  const channels = data.shape.at(-1)!;
  for (const lost of new Set([0, channels - 1]))
    operand(
      0,
      "input",
      [`without ${lost}`, `is read without channel ${lost}`, each((x, i) => (i % channels === lost ? 0 : x))],
      "the loop over the input channels, and its remainder",
    );
  if (op === "espdl.conv") {
    for (const [text, changed] of windows(attributes))
      add(text, text, "the geometry of the call: strides, dilation, padding", 4, () => rerun(input, tensors, changed));
    for (const [cause, text, law] of LIMITS)
      add(cause, text, "the type of the accumulator: int64_t", 3, () => summed(input, law));
  }
  return candidates;
}

const like = ({ dtype, shape, data }: Tensor, values: readonly number[]): Tensor => {
  const copy = data.slice() as Int32Array;
  const wide = copy as unknown as BigInt64Array;
  for (const [i, value] of values.entries()) {
    if (dtype === "int64") wide[i] = BigInt(value);
    else copy[i] = value;
  }
  return new Tensor(dtype, shape, copy);
};

function windows(given: Attributes): [string, Attributes][] {
  const of = (name: string): number[] => [...numbersAttribute(given, name)];
  const [pads, strides, dilations] = [of("pads"), of("strides"), of("dilations")];
  const rank = strides.length;
  const words = (values: readonly number[]): string => values.join(" × ");
  const changes: [string, Attributes][] = [
    ["the padding is on the other side", { pads: [...pads.slice(rank), ...pads.slice(0, rank)] }],
    ...[0, 1, 2, 3].map((size): [string, Attributes] => [
      `the padding above and left is ${size} instead of ${words(pads.slice(0, rank))}`,
      { pads: pads.map((pad, i) => (i < rank ? size : pad)) },
    ]),
    ...[1, 2, 3].flatMap((size): [string, Attributes][] => [
      [`the strides are ${size} instead of ${words(strides)}`, { strides: strides.map(() => size) }],
      [`the dilation is ${size} instead of ${words(dilations)}`, { dilations: dilations.map(() => size) }],
    ]),
  ];
  return changes
    .filter(([, changed]) => Object.entries(changed).some(([name, value]) => String(value) !== String(given[name])))
    .map(([text, changed]) => [text, { ...given, ...changed }]);
}

type Limit = (sum: number) => number;
const LIMITS: readonly (readonly [string, string, Limit])[] = [
  ["sum wraps 32", "the sums wrap at 32 bits", (sum) => Number(BigInt.asIntN(32, BigInt(sum)))],
  ["sum saturates 32", "the sums saturate at 32 bits", (sum) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, sum))],
  ["sum wraps 16", "the sums wrap at 16 bits", (sum) => Number(BigInt.asIntN(16, BigInt(sum)))],
];

/** The layer with its exact sums, the bias among them, changed before they are shifted. */
function summed(input: DiagnosisInput, law: Limit): Prediction {
  const { inputs, attributes, reference, arithmetic = TVM_ARITHMETIC } = input;
  const [data, weights, bias] = inputs.map(({ tensor }) => tensor) as [Tensor, Tensor, Tensor | undefined];
  const of = (name: string): readonly number[] => numbersAttribute(attributes, name);
  if (Number(attributes.group ?? 1) > 1) return { values: [], unknown: new Uint8Array(reference.size).fill(1) };
  const kernel = asImageKernel(weights);
  const geometry = convolution(asImage(data), kernel, asImage(reference), {
    ...{ data_layout: "NHWC", kernel_layout: "HWIO", groups: 1 },
    ...{ strides: spatialPair(of("strides"), 1), dilation: spatialPair(of("dilations"), 1) },
    padding: spatialPads(of("pads")),
  });
  const sums = new Float64Array(reference.size);
  accumulateInt16(geometry, data.data as Int16Array, packKernel(geometry, kernel).data as Int16Array, sums);
  const [added, shift] = [bias?.toNumbers(), of("shift")];
  const low = attributes.relu === true ? 0 : -32768;
  const { c } = geometry.output;
  return {
    values: sums.map((sum, i) => {
      const value = law(sum + (added?.[i % c] ?? 0)) * 2 ** -shift[shift.length === 1 ? 0 : i % c]!;
      return Math.max(low, Math.min(32767, roundToInteger(value, arithmetic.rounding)));
    }),
  };
}

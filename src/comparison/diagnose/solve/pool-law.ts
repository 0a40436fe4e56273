import { TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { asImage, spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import { quantizeFloat, rangeOf, scaleOf } from "../../../../kernels-ref/espdl/rounding.js";
import { pooling } from "../../../../kernels-ref/pooling.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** How a window runs along one axis. */
export interface Along {
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Positions that the first window begins before the image. */
  readonly before: number;
}

/** A pool's geometry with its layout resolved. */
export interface PoolLaw {
  readonly rows: Along;
  readonly columns: Along;
  readonly image: { readonly h: number; readonly w: number };
  readonly output: { readonly n: number; readonly h: number; readonly w: number; readonly c: number };
  readonly imageStride: { readonly n: number; readonly h: number; readonly w: number; readonly c: number };
  readonly outputStride: { readonly n: number; readonly h: number; readonly w: number; readonly c: number };
  /** Elements that a sum is divided by at an output's position: those of the image, or of the padding as well. */
  count(y: number, x: number): number;
  /** Of integers that are rounded: what a mean of 1 becomes. */
  readonly unit: number | undefined;
  /** The mean that is stored. */
  mean(sum: number, divisor: number): number;
}

/** Whether a layer's windows are looked at: pools, in floats or on integers of today's ESP-DL. */
export function isPool({ op }: DiagnosisInput): boolean {
  return /^(nn\.(max|avg)_pool2d|espdl\.(max|avg)_pool)$/.test(op);
}

/** The attributes of a pool as the TVM flow names them; today's ESP-DL lays images out as NHWC. */
export function poolAttributes({ op, attributes }: DiagnosisInput): Attributes {
  if (!op.startsWith("espdl.")) return attributes;
  const of = (name: string): readonly number[] => numbersAttribute(attributes, name);
  return {
    ...{ layout: "NHWC", pool_size: spatialPair(of("kernel_shape"), 1), strides: spatialPair(of("strides"), 1) },
    padding: spatialPads(of("pads")),
  };
}

/** @throws KernelError when the call is no pool. */
export function poolLaw(input: DiagnosisInput): PoolLaw {
  const attributes = poolAttributes(input);
  const geometry = pooling(asImage(input.inputs[0]!.tensor), asImage(input.reference), attributes);
  const [height, width] = pair(numbersAttribute(attributes, "pool_size"));
  const [strideY, strideX] = pair(numbersAttribute(attributes, "strides", [1, 1]));
  const [dilationY, dilationX] = pair(numbersAttribute(attributes, "dilation", [1, 1]));
  const padding = numbersAttribute(attributes, "padding", [0]);
  const padded = attributes.count_include_pad === true;
  return {
    ...geometry,
    rows: { taps: height, stride: strideY, dilation: dilationY, before: padding[0]! },
    columns: { taps: width, stride: strideX, dilation: dilationX, before: padding[1] ?? padding[0]! },
    mean: meanOf(input),
    unit: unitOf(input),
    count(y, x) {
      // ESP-DL divides by the window's area at the border too.
      if (input.op === "espdl.avg_pool") return height * width;
      const [row, column] = [geometry.rows[y]!, geometry.columns[x]!];
      return Math.max(1, padded ? row.padded * column.padded : row.count * column.count);
    },
  };
}

/** Floats are divided; the integers of ESP-DL are multiplied with 2^(input − output exponent) / divisor and rounded. */
function meanOf(input: DiagnosisInput): PoolLaw["mean"] {
  const { reference, arithmetic = TVM_ARITHMETIC } = input;
  const unit = unitOf(input);
  if (unit === undefined) return (sum, divisor) => Math.fround(sum / divisor);
  const { low, high } = rangeOf(reference.dtype);
  return (sum, divisor) =>
    quantizeFloat(
      Math.fround(Math.fround(sum) * Math.fround(Math.fround(1 / divisor) * unit)),
      arithmetic.rounding,
      low,
      high,
    );
}

function unitOf({ op, attributes, reference }: DiagnosisInput): number | undefined {
  if (op !== "espdl.avg_pool" || reference.dtype === "float32") return undefined;
  return scaleOf(numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent"));
}

const pair = (values: readonly number[]): [number, number] => [values[0] ?? 1, values[1] ?? values[0] ?? 1];

/** An axis of a pool that runs otherwise, in words; empty where it is the model's. */
export function alongWords(own: Along, found: Along, line: string): string[] {
  const words: string[] = [];
  const name = line === "row" ? "height" : "width";
  if (found.taps !== own.taps) words.push(`the window's ${name} is ${found.taps} instead of ${own.taps}`);
  if (found.stride !== own.stride)
    words.push(`the stride along ${line === "row" ? "y" : "x"} is ${found.stride} instead of ${own.stride}`);
  if (found.dilation !== own.dilation)
    words.push(
      `the window is dilated by ${found.dilation} instead of ${own.dilation} along ${line === "row" ? "y" : "x"}`,
    );
  if (found.before !== own.before) {
    const by = own.before - found.before;
    const side = line === "row" ? (by > 0 ? "low" : "high") : by > 0 ? "far right" : "far left";
    const padding = `: the padding ${line === "row" ? "above" : "on the left"} is ${found.before} instead of ${own.before}`;
    words.push(
      `the window begins ${Math.abs(by)} ${line}${Math.abs(by) > 1 ? "s" : ""} too ${side}${found.before >= 0 ? padding : ""}`,
    );
  }
  return words;
}

/** Every way to run along an axis that firmware comes up with, the fewest differences first. */
export function alongs(own: Along): Along[] {
  const unique = (values: readonly number[]): number[] => [...new Set(values)];
  const taps = unique([own.taps, own.taps - 1, own.taps + 1, own.taps + 2, own.taps - 2, 1]).filter(
    (value) => value > 0,
  );
  const strides = unique([own.stride, 1, 2, 3, 4]);
  const dilations = unique([own.dilation, 1, 2, 3]);
  const before = unique([own.before, own.before - 1, own.before + 1, own.before - 2, own.before + 2, 0]);
  const all = taps.flatMap((tap) =>
    strides.flatMap((stride) =>
      dilations.flatMap((dilation) => before.map((start) => ({ taps: tap, stride, dilation, before: start }))),
    ),
  );
  const differences = (along: Along): number =>
    (["taps", "stride", "dilation", "before"] as const).filter((key) => along[key] !== own[key]).length;
  return all.filter((along) => differences(along) < 3).sort((a, b) => differences(a) - differences(b));
}

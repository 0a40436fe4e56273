import { numberAttribute, numbersAttribute } from "../../../../../kernels-ref/attributes.js";
import { effectiveShift } from "../../../../../kernels-ref/espdl/effective-shift.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { type CallSite, refuse } from "../emitter.js";
import { rounding } from "./numbers.js";

/** What a product sum is given besides its operands. */
export interface Sums {
  /** An initializer of `struct dl_sums`. */
  readonly text: string;
  /** Arguments: the bias and the shifts. */
  readonly bias: string;
  readonly shifts: string;
}

/** Beyond it every shift gives what it gives. */
const SHIFT_LIMIT = 64;

/**
 * @param rows the kernel, one row an output channel; undefined when it is computed
 * @param inLanes output channels that the vector unit would sum in lanes
 */
export function sumsOf(site: CallSite, rows: Tensor | undefined, channels: number, inLanes: number): Sums {
  const { call, types, constants, arithmetic } = site;
  const wide = types[0]!.dtype === "int16";
  if (types.length > 2 && constants[2] === undefined) refuse(site, "a computed bias");
  const bias = constants[2] && accumulatorBias(constants[2], wide);
  const stated = numbersAttribute(call.attributes, "shift");
  const all = Array.from({ length: channels }, (_, c) =>
    effectiveShift(
      stated[stated.length === 1 ? 0 : c]!,
      wide ? 2 : 1,
      c < inLanes ? "lane" : "rest",
      arithmetic.vector,
    ),
  ).map((shift) => Math.max(-SHIFT_LIMIT, Math.min(shift, SHIFT_LIMIT)));
  const shift = all.every((value) => value === all[0]) ? all.slice(0, 1) : all;
  const [laneBits, restBits] = bitsOf(site, rows, bias, channels, inLanes, wide);
  const lowest = wide ? -32768 : -128;
  const low = call.attributes.relu === true ? 0 : lowest;
  return {
    text: `{${[shift.length === 1 ? 0 : 1, rounding(site), low, inLanes, laneBits, restBits].join(", ")}}`,
    bias: bias === undefined ? "NULL" : site.pass(bias, "bias"),
    shifts: site.store(new Tensor("int8", [shift.length], Int8Array.from(shift)), "shifts"),
  };
}

/** A bias as the accumulator has it: int32 of int8 sums, which wraps, int64 of int16 ones. */
function accumulatorBias({ data, size }: Tensor, wide: boolean): Tensor {
  if (wide)
    return new Tensor(
      "int64",
      [size],
      BigInt64Array.from({ length: size }, (_, i) => BigInt(data[i]!)),
    );
  return new Tensor(
    "int32",
    [size],
    Int32Array.from({ length: size }, (_, i) => Number(data[i])),
  );
}

/** Bits in which the sums in lanes, and the others, saturate; 0 where they cannot, by the magnitudes of a constant kernel. */
function bitsOf(
  site: CallSite,
  rows: Tensor | undefined,
  bias: Tensor | undefined,
  channels: number,
  inLanes: number,
  wide: boolean,
): [number, number] {
  const { laneBits, vector } = site.arithmetic;
  const [lane, rest] = wide ? [vector?.chip === "esp32s3" ? 40 : 0, vector === undefined ? 0 : 40] : [laneBits ?? 0, 0];
  const fills = (bits: number, from: number, to: number): boolean => {
    if (bits === 0 || rows === undefined) return bits !== 0 && from < to;
    const length = rows.size / channels;
    for (let o = from; o < to; o++) {
      let sum = Math.abs(Number(bias?.data[o] ?? 0));
      for (let i = 0; i < length; i++) sum += Math.abs(Number(rows.data[o * length + i])) * (wide ? 2 ** 15 : 2 ** 7);
      if (sum > 2 ** (bits - 1) - 1) return true;
    }
    return false;
  };
  return [fills(lane, 0, inLanes) ? lane : 0, fills(rest, inLanes, channels) ? rest : 0];
}

/** The end of a product sum's name. */
export function productSuffix({ types }: CallSite): string {
  if (types[0]!.dtype === "int8") return "s8";
  return types[1]!.dtype === "int8" ? "w8a16" : "s16";
}

/** Output channels in whole blocks of a vector, 16 bytes of the data. */
export function wholeBlocks({ types }: CallSite, channels: number): number {
  return channels - (channels % (types[0]!.dtype === "int8" ? 16 : 8));
}

export const groupOf = ({ call }: CallSite): number => numberAttribute(call.attributes, "group", 1);

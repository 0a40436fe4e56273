import type { NdArray } from "../../../kernels-ref/array.js";
import type { Attributes } from "../../../kernels-ref/operator.js";
import type { KernelCaller } from "./caller.js";

/**
 * Runs one operator by the functions that ESP-DL's C++ would call for it, and writes `outputs`.
 * @returns why the C++ calls none for these operands, or undefined when it ran
 */
export type ChipKernel = (
  caller: KernelCaller,
  inputs: readonly NdArray[],
  attributes: Attributes,
  outputs: readonly NdArray[],
) => string | undefined;

/** Rounding mode "half to even" in the ESP32-P4's configuration word, as the C++ sets it before most kernels. */
export const HALF_EVEN = 6 << 4;

/** Why a kernel does not run for a dtype. */
export const notInteger = (dtype: string): string => `${dtype} is computed by C++`;

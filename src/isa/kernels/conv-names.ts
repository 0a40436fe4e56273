import type { VectorChip } from "../../../kernels-ref/index.js";
import { NAMES } from "./library.js";

export interface ConvKind {
  readonly bits: 8 | 16;
  readonly depthwise: boolean;
  readonly kh: number;
  readonly kw: number;
  /** Whole vectors of channels on both sides, and buffers at multiples of 16. */
  readonly aligned: boolean;
  readonly perChannel: boolean;
  readonly hasBias: boolean;
  readonly relu: boolean;
}

/** The function for a window that lies over the data as a whole, and the one for a clipped window. */
export interface ConvNames {
  readonly whole: string;
  readonly clipped: string;
}

/** Which functions ESP-DL's C++ chooses: load_conv2d_* and load_depthwise_conv2d_*. */
export function convNames(chip: VectorChip, kind: ConvKind): ConvNames {
  const { bits, depthwise, kh, kw, aligned, perChannel } = kind;
  const base = `dl_${NAMES[chip]}_s${bits}_${aligned ? "" : "unaligned_"}${depthwise ? "depthwise_" : ""}conv2d_`;
  const suffix = suffixOf(chip, kind);
  const name = (window: string): string =>
    `${base}${perChannel ? "per_channel_" : ""}${window}${depthwise ? "c1" : "cn"}${suffix}`;
  if (kh === 3 && kw === 3) return { whole: name("33"), clipped: name("hw") };
  const window = kh === 1 && kw === 1 && !depthwise ? "11" : "hw";
  return { whole: name(window), clipped: name(window) };
}

/** On the ESP32-S3 int8 functions look for a bias themselves, and unaligned ones for an activation too. */
function suffixOf(chip: VectorChip, { bits, depthwise, aligned, hasBias, relu }: ConvKind): string {
  const bias = hasBias ? "_bias" : "";
  if (chip === "esp32s3" && bits === 8) return aligned && relu ? "_relu" : "";
  if (!relu) return bias;
  return chip === "esp32p4" && bits === 8 && !aligned && !depthwise ? `${bias}_leakyrelu` : `${bias}_relu`;
}

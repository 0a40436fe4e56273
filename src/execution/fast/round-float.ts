import type { Rounding } from "../../../kernels-ref/index.js";
import type { Emitter } from "./emitter.js";

/**
 * A float32 to an integer as today's ESP-DL rounds it, then saturated: half up is floor(x + ½), the sum rounded to
 * float32 as on the chip. @returns undefined for a rounding that no chip of ESP-DL has
 */
export function roundFloat(
  emitter: Emitter,
  x: string,
  rounding: Rounding,
  low: number,
  high: number,
): string | undefined {
  if (rounding !== "half-up" && rounding !== "half-even") return undefined;
  const rounded =
    rounding === "half-up"
      ? emitter.node("Floor", [emitter.node("Add", [x, emitter.scalar(0.5)])])
      : emitter.node("Round", [x]);
  return emitter.node("Clip", [rounded, emitter.scalar(low), emitter.scalar(high)]);
}

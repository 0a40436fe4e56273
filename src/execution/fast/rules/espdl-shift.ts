import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { effectiveShift } from "../../../../kernels-ref/espdl/effective-shift.js";
import type { FastCall } from "../rule.js";
import { spread } from "./esp-conv2d.js";

/**
 * The shifts that the chip makes of the stated ones, one an output channel.
 * @param bytes of an element of the output @param isDepthwise all of its channels are computed in lanes
 */
export function espdlShift(
  { attributes, arithmetic }: FastCall,
  bytes: number,
  inputBytes: number,
  channels: number,
  isDepthwise: boolean,
): number[] {
  const block = 16 / inputBytes;
  const inLanes = isDepthwise ? channels : channels - (channels % block);
  return spread(numbersAttribute(attributes, "shift"), channels).map((stated, c) =>
    effectiveShift(stated, bytes, c < inLanes ? "lane" : "rest", arithmetic.vector),
  );
}

import type { Emitter } from "../emitter.js";
import type { Held } from "../held.js";
import { type Epilogue, headroom, isExact, roundedImage } from "../rounded.js";
import { accumulators, type ConvolutionPlan, scaledAccumulators } from "./accumulators.js";

/** Emits t = max(0, headroom − accumulator / 2^shift) and its rounding; undefined where float32 might round a sum. */
export function emitConvolution(emitter: Emitter, data: Held, plan: ConvolutionPlan): Held | undefined {
  const { attributes, output, shift } = plan;
  const isPadded = (attributes.padding as readonly number[]).some((width) => width !== 0);
  const image = isPadded ? emitter.settled(emitter.image(data)) : emitter.image(data);
  const sums = accumulators(image, plan);
  const bound = sums.bound.map((value, c) => value * 2 ** -shift[c]!);
  const epilogue = withReach({ ...plan.epilogue, fraction: shift.map((bits) => Math.max(0, bits)) }, bound);
  if (!isExact(epilogue, bound)) return undefined;
  const factor = shift.map((bits) => -(2 ** -bits));
  const conv = scaledAccumulators(emitter, image.name, sums, factor, headroom(epilogue));
  const name = roundedImage(emitter, emitter.node("Relu", [conv]), epilogue);
  const [low, high] = [Math.min(...epilogue.lower), Math.max(...epilogue.upper, ...epilogue.lower)];
  const offset = epilogue.lower.every((value) => value === 0) ? {} : { offset: epilogue.lower };
  return { name, shape: output, image: true, ...offset, grid: 0, low, high };
}

/** The epilogue with no more headroom than the quotient can use: large shifts stay exact. */
function withReach(epilogue: Epilogue, bound: readonly number[]): Epilogue {
  const upper = epilogue.upper.map((top, c) => Math.min(top, epilogue.added[c]! + Math.ceil(bound[c]!) + 1));
  return { ...epilogue, upper };
}

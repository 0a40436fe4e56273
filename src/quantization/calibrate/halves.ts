import type { OnnxModel } from "../../formats/onnx/model.js";
import { exponentFor } from "../quantize/scale.js";
import { calibrate } from "./calibrate.js";
import type { Sample } from "./samples.js";

/** More samples than this are not split: they are enough, or take long. */
const MOST = 64;
/** Share of tensors beyond which the halves disagree too much. */
const SHARE = 0.2;

/** How far two halves of a calibration set agree. */
export interface Halves {
  /** Tensors that get another exponent from one half than from the other, of how many. */
  readonly differing: number;
  readonly tensors: number;
  readonly enough: boolean;
}

/**
 * Whether samples are enough, measured: exponents of least squared error from every other sample against those from the
 * rest. Undefined for a single sample, and for more than 64.
 * @param float with its shapes inferred
 * @param tensors those that are quantized; as `calibrate` finds them when left out
 */
export async function compareHalves(
  float: OnnxModel,
  samples: Iterable<Sample>,
  tensors?: readonly string[],
): Promise<Halves | undefined> {
  const all: Sample[] = [];
  for (const sample of samples) {
    all.push(sample);
    if (all.length > MOST) return undefined;
  }
  if (all.length < 2) return undefined;
  const half = (odd: number) =>
    calibrate(
      float,
      all.filter((_, i) => i % 2 === odd),
      { method: "mse", tensors },
    );
  const [one, other] = [await half(0), await half(1)];
  const differing = [...one].filter(([name, range]) => exponentFor(range) !== exponentFor(other.get(name)!)).length;
  return { differing, tensors: one.size, enough: differing <= SHARE * one.size };
}

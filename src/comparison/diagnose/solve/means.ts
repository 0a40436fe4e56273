import { reduction } from "../../../../kernels-ref/reduce.js";
import { imageExtent } from "../../diff/image-extent.js";
import type { DiagnosisInput } from "../diagnosis.js";

const GLOBAL = new Set(["esp.global_avg_pool2d", "nn.global_avg_pool2d"]);

/** Which elements meet in each mean, and what each stands for. */
export interface Means {
  /** Offset of the first element of each mean. */
  readonly starts: Int32Array;
  /** Offsets of a mean's elements from its start, in the order in which they are added. */
  readonly steps: Int32Array;
  /** Lengths of the plane's axes. */
  readonly plane: readonly number[];
  /** The float that an element is added as. */
  value(x: number): number;
}

/** Global means and means over axes; undefined for other layers. */
export function meansOf({ op, attributes, inputs }: DiagnosisInput): Means | undefined {
  const [image] = inputs;
  if (image === undefined || (!GLOBAL.has(op) && op !== "mean")) return undefined;
  const { tensor } = image;
  if (op === "mean") {
    const { starts, steps } = reduction(tensor, attributes);
    const width = tensor.shape.at(-1)!;
    const plane = steps.length % width === 0 && steps[1] === 1 ? [steps.length / width, width] : [1, steps.length];
    return { starts, steps, plane, value: (x) => x };
  }
  const extent = imageExtent(tensor.shape, attributes.layout === "NHWC" ? "NHWC" : "NCHW");
  if (extent === undefined) return undefined;
  const { h, w, c, n, step } = extent;
  const table = op === "esp.global_avg_pool2d" ? Float32Array.from(attributes.table as readonly number[]) : undefined;
  return {
    starts: Int32Array.from({ length: n * c }, (_, i) => Math.floor(i / c) * h * w * c + (i % c) * step.c),
    steps: Int32Array.from({ length: h * w }, (_, k) => Math.floor(k / w) * step.h + (k % w) * step.w),
    plane: [h, w],
    value: table === undefined ? (x) => x : (x) => table[x + 128]!,
  };
}

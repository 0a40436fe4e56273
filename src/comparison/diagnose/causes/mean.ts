import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** `nn.global_avg_pool2d` of floats: another divisor, or elements that are left out. */
export function mean(input: DiagnosisInput): Candidate[] {
  const [image] = input.inputs;
  const { op, attributes } = input;
  if (op !== "nn.global_avg_pool2d" || attributes.layout !== "NCHW" || image?.tensor.dtype !== "float32") return [];
  const [, , h, w] = image.tensor.shape as [number, number, number, number];
  const x = image.tensor.data as Float32Array;
  const candidate = (
    cause: string,
    text: string,
    bits: number,
    from: number,
    to: number,
    divisor: number,
  ): Candidate => ({
    ...{ family: "mean", cause, text, bits },
    look: "the loops over the plane and the number that the sum is divided by",
    predict: () => ({
      values: Float32Array.from({ length: x.length / (h * w) }, (_, plane) => {
        let sum = 0;
        for (let i = plane * h * w + from; i < plane * h * w + to; i++) sum = Math.fround(sum + x[i]!);
        return sum / divisor;
      }),
    }),
  });
  const all = h * w;
  return [
    candidate("not-divided", "the sum is not divided by the number of elements", 2, 0, all, 1),
    candidate("rows", `the sum is divided by the number of rows (${h}) only`, 3, 0, all, h),
    candidate("columns", `the sum is divided by the number of columns (${w}) only`, 3, 0, all, w),
    candidate("one-less", `the sum is divided by ${all - 1} instead of ${all}`, 4, 0, all, all - 1),
    candidate("one-more", `the sum is divided by ${all + 1} instead of ${all}`, 4, 0, all, all + 1),
    candidate("first-row", "only the first row is summed", 4, 0, w, all),
    candidate("first-row-mean", "the mean is that of the first row", 4, 0, w, w),
    candidate("last-row", "the last row is left out of the sum", 4, 0, all - w, all),
    candidate("last-element", "the last element is left out of the sum", 4, 0, all - 1, all),
    candidate("first-element", "the first element is left out of the sum", 4, 1, all, all),
  ];
}

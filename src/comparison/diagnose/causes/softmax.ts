import { stridesOf } from "../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute } from "../../../../kernels-ref/attributes.js";
import { exponential } from "../../../../kernels-ref/exponential.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** `nn.softmax` without one of its steps, or of another base. */
export function softmax({ op, inputs, attributes }: DiagnosisInput): Candidate[] {
  const tensor = inputs[0]?.tensor;
  if (op !== "nn.softmax" || tensor?.dtype !== "float32") return [];
  const { shape } = tensor;
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), shape.length);
  const step = stridesOf(shape)[axis]!;
  const lines = { x: tensor.data as Float32Array, count: shape[axis]!, step };
  const candidate = (cause: string, text: string, bits: number, law: Partial<Law>): Candidate => ({
    ...{ family: "softmax", cause, text, bits },
    look: "the three loops of the softmax: maximum, exponentials and their sum, division",
    predict: () => ({ values: alongLines(lines, { power: exponential, max: true, divide: true, ...law }) }),
  });
  const base2 = (x: number): number => exponential(x * Math.LN2);
  return [
    candidate("not-divided", "the exponentials are not divided by their sum", 2, { divide: false }),
    candidate("base-2", "powers of 2 instead of powers of e", 3, { power: base2 }),
    candidate("maximum-kept", "the maximum is not subtracted before the exponential", 3, { max: false }),
    candidate("copied", "the softmax is not applied: the input is copied", 2, {
      power: (x) => x,
      max: false,
      divide: false,
    }),
  ];
}

interface Law {
  readonly power: (x: number) => number;
  readonly max: boolean;
  readonly divide: boolean;
}

function alongLines({ x, count, step }: { x: Float32Array; count: number; step: number }, law: Law): Float32Array {
  const y = new Float32Array(x.length);
  for (let outer = 0; outer < x.length; outer += count * step) {
    for (let first = outer; first < outer + step; first++) {
      const end = first + count * step;
      let [max, sum] = [-Infinity, 0];
      for (let i = first; i < end; i += step) max = Math.max(max, x[i]!);
      for (let i = first; i < end; i += step) {
        y[i] = law.power(law.max ? Math.fround(x[i]! - max) : x[i]!);
        sum = Math.fround(sum + y[i]!);
      }
      if (law.divide) for (let i = first; i < end; i += step) y[i]! /= sum;
    }
  }
  return y;
}

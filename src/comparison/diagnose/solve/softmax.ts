import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { rerun } from "../rerun.js";
import { alike } from "../score.js";
import type { Solution, Solver } from "./solution.js";

/** Softmax of scaled inputs: ln(y / y′) over x − x′ is the factor. */
export const softmax: Solver = ({ all, found, input }): Solution[] => {
  const [source] = input.inputs;
  if (input.op !== "nn.softmax" || source?.tensor.dtype !== "float32") return [];
  const axis = numberAttribute(input.attributes, "axis", -1);
  const { shape } = source.tensor;
  const length = shape.at(axis)!;
  const step = shape.slice(axis < 0 ? shape.length + axis + 1 : axis + 1).reduce((a, b) => a * b, 1);
  let [xy, xx] = [0, 0];
  for (const [run, { inputs }] of all.entries()) {
    const x = inputs[0]!.tensor.data as Float32Array;
    for (let i = 0; i + step < x.length; i++) {
      if (Math.floor(i / step) % length === length - 1) continue;
      const [a, b] = [found[run]![i]!, found[run]![i + step]!];
      if (!(a > 1e-12 && b > 1e-12) || a >= 1 || b >= 1) continue;
      const dx = x[i + step]! - x[i]!;
      xy += dx * Math.log(b / a);
      xx += dx * dx;
    }
  }
  if (xx === 0) return [];
  const factor = xy / xx;
  for (const k of [1, 2, 3, 4].map((digits) => Number(factor.toPrecision(digits))).concat(factor)) {
    const scaled = (run: DiagnosisInput): ArrayLike<number> => {
      const { tensor } = run.inputs[0]!;
      const x = (tensor.data as Float32Array).map((value) => Math.fround(value * k));
      return rerun(run, [new Tensor("float32", shape, x)], run.attributes).values;
    };
    if (k === 1 || !all.every((run, at) => Array.from(scaled(run)).every((value, i) => alike(value, found[at]![i]!))))
      continue;
    return [
      {
        ...{ family: "softmax", cause: `factor ${k}`, bits: 14 },
        text: `the exponent is ${k} times x instead of x: softmax with a temperature, or another scale of the input`,
        look: "what the input is multiplied with before exp",
        predict: (run) => ({ values: scaled(run) }),
      },
    ];
  }
  return [];
};

import { type NdArray, sizeOf, stridesOf } from "./array.js";
import { stringAttribute } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Attributes, Kernel } from "./operator.js";
import { boxOffsets } from "./reduce.js";

/** The labels of an equation such as `ab,bc->ac`: those that the result keeps, those that are summed, and by operand. */
export interface EinsumLabels {
  readonly operands: readonly string[];
  readonly kept: string;
  readonly summed: string;
}

/** Summed labels stand in the order in which the equation first names them. */
export function einsumLabels(attributes: Attributes): EinsumLabels {
  const [left, kept] = stringAttribute(attributes, "equation").split("->");
  const operands = left.split(",");
  const summed = [...new Set(operands.join(""))].filter((label) => !kept.includes(label)).join("");
  return { operands, kept, summed };
}

/** How far an operand moves for one step of a label; a label that it names twice walks its diagonal. */
export function labelStride(label: string, labels: string, shape: readonly number[]): number {
  const strides = stridesOf(shape);
  return [...labels].reduce((sum, other, axis) => (other === label ? sum + strides[axis] : sum), 0);
}

/** The length of every label. */
export function labelSizes(labels: EinsumLabels, shapes: readonly (readonly number[])[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  labels.operands.forEach((operand, i) => {
    [...operand].forEach((label, axis) => {
      sizes.set(label, shapes[i][axis]);
    });
  });
  return sizes;
}

/**
 * `einsum`: each element of the result is the sum of the products of the operands' elements with these labels. Products
 * from the left, sums in C order of the summed labels, each rounded to the dtype (float32, or float64).
 */
export const einsum: Kernel = (inputs, attributes, [output]) => {
  const labels = einsumLabels(attributes);
  const sizes = labelSizes(
    labels,
    inputs.map(({ shape }) => shape),
  );
  const offsets = (names: string, operand: number): Int32Array =>
    boxOffsets(
      [...names].map((label) => sizes.get(label)!),
      [...names].map((label) => labelStride(label, labels.operands[operand], inputs[operand].shape)),
    );
  const starts = inputs.map((_, operand) => offsets(labels.kept, operand));
  const steps = inputs.map((_, operand) => offsets(labels.summed, operand));
  const data = inputs.map(floats);
  const out = floats(output);
  const round = out instanceof Float32Array ? Math.fround : Number;
  const count = sizeOf([...labels.summed].map((label) => sizes.get(label)!));
  for (let o = 0; o < out.length; o++) {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      let product = data[0][starts[0][o] + steps[0][i]];
      for (let operand = 1; operand < data.length; operand++)
        product = round(product * data[operand][starts[operand][o] + steps[operand][i]]);
      sum = round(sum + product);
    }
    out[o] = sum;
  }
};

function floats({ data, dtype }: NdArray): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new KernelError(`einsum works on float32 and float64, got ${dtype}`);
}

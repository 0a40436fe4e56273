import { sizeOf } from "../../../../kernels-ref/array.js";
import { einsumLabels, labelSizes, labelStride } from "../../../../kernels-ref/einsum.js";
import { list } from "../number.js";
import { type Emitter, refuse, suffix } from "./emitter.js";

const OPERANDS_MAX = 4;
const RANK_MAX = 8;

export const emitEinsum: Emitter = (site) => {
  const labels = einsumLabels(site.call.attributes);
  const { operands, kept, summed } = labels;
  const shapes = site.types.map(({ shape }) => shape);
  const sizes = labelSizes(labels, shapes);
  if (operands.length > OPERANDS_MAX) refuse(site, `${operands.length} operands`);
  if (Math.max(kept.length, summed.length) > RANK_MAX) refuse(site, `more than ${RANK_MAX} labels`);
  const lengths = (names: string): number[] => [...names].map((label) => sizes.get(label)!);
  const box = (names: string): string => {
    const strides = operands.map((operand, i) =>
      names === "" ? "{0}" : list([...names].map((label) => labelStride(label, operand, shapes[i]!))),
    );
    return `{${names.length}, ${names === "" ? "{0}" : list(lengths(names))}, {${strides.join(", ")}}}`;
  };
  const counts = [operands.length, sizeOf(lengths(kept)), sizeOf(lengths(summed))];
  return [
    `  static const struct espdl_einsum einsum = {${counts.join(", ")}, ${box(kept)}, ${box(summed)}};`,
    `  const float *operands[${operands.length}];`,
    ...operands.map((_, i) => `  operands[${i}] = ${site.read(i)};`),
    `  espdl_einsum_${suffix(site, { float32: "f32" })}(&einsum, operands, ${site.write(0)});`,
  ].join("\n");
};

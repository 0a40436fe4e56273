import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import type { LabelledSet } from "./sets.js";

/**
 * What cannot be measured is refused before anything is: a comparison with NaN says that nothing is lost.
 * @param outputs of the float network, a list a sample
 * @throws UserError when an input or output is not finite, or a label is no class of the first output.
 */
export function checkSet({ samples, labels }: LabelledSet, outputs: readonly (readonly Tensor[])[]): void {
  const all = samples.length;
  samples.forEach((sample, i) => {
    for (const [name, { data }] of sample) checkFinite(data, `input ${printable(name)}`, i, all);
    for (const { data } of outputs[i]!) checkFinite(data, "what the float network gives", i, all);
    const classes = outputs[i]![0]!.size;
    const label = labels?.[i];
    if (label === undefined || (Number.isInteger(label) && label >= 0 && label < classes)) return;
    throw new UserError(
      `label: must be a class number from 0 to ${classes - 1}, the model's first output, got ${label} (sample ${i + 1} of ${all}); mend it, or leave the labels out and take a goal in dB`,
    );
  });
}

function checkFinite(data: Tensor["data"], what: string, sample: number, all: number): void {
  for (const value of data as Float32Array) {
    if (typeof value === "bigint" || Number.isFinite(value)) continue;
    throw new UserError(`${what} must be finite, got ${value} (sample ${sample + 1} of ${all}); leave the sample out`);
  }
}

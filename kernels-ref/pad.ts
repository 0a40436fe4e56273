import { isInt64, stridesOf, type TypedArray } from "./array.js";
import { KernelError } from "./kernel-error.js";
import { copyBox, whole } from "./movement.js";
import type { Attributes, Kernel } from "./operator.js";

/**
 * `nn.pad`, mode constant: surrounds the first input with the second, a scalar that is converted to the output's
 * dtype. `pad_width` holds [before, after] for every axis; negative widths are refused.
 * @throws KernelError for a negative width; KernelError for another mode.
 */
export const pad: Kernel = ([input, value], attributes, [output]) => {
  const mode = attributes.pad_mode ?? "constant";
  if (mode !== "constant") throw new KernelError(`nn.pad supports pad_mode constant, got ${String(mode)}`);
  fill(output.data, value.data[0]);
  const strides = stridesOf(output.shape);
  let offset = 0;
  for (const [axis, before] of widthsBefore(attributes).entries()) {
    if (before < 0) throw new KernelError(`nn.pad needs widths ≥ 0, got ${before}`);
    offset += before * strides[axis];
  }
  copyBox(input.shape, whole(input), { array: output, offset, strides });
};

function widthsBefore(attributes: Attributes): number[] {
  const widths = attributes.pad_width;
  if (typeof widths !== "object") throw new KernelError("attribute pad_width must be a list of [before, after]");
  return widths.map((width) => Number(typeof width === "object" ? width[0] : Number.NaN));
}

function fill(out: TypedArray, value: number | bigint): void {
  if (isInt64(out)) out.fill(BigInt(value));
  else out.fill(Number(value));
}

import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { effectiveShift } from "../../../../kernels-ref/espdl/effective-shift.js";
import { mergedInner } from "../../../../kernels-ref/espdl/merged-shapes.js";
import { roundFloat } from "../round-float.js";
import type { FastRule } from "../rule.js";
import { placed } from "./espdl-binary.js";
import { integerRange } from "./integer-range.js";
import { wideRounded } from "./wide-product.js";

/**
 * `espdl.mul`: the product, scaled by a power of two and rounded. Rows of 16 bytes and more run in a chip's vector unit,
 * which shifts the exact product; elsewhere it is rounded to float32 first, which only an int16 product notices.
 */
export const espdlMul: FastRule = (call, emitter) => {
  const { attributes, arithmetic, inputTypes, type } = call;
  const range = integerRange(type.dtype);
  const operands = range && placed(call, emitter);
  if (range === undefined || operands === undefined) return undefined;
  const { vector, rounding } = arithmetic;
  const bytes = type.dtype === "int8" ? 1 : 2;
  const inner = mergedInner(inputTypes[0]!.shape, inputTypes[1]!.shape);
  const isInVectors = vector !== undefined && Math.max(inner.left, inner.right) * bytes >= 16;
  const exponent = numberAttribute(attributes, "left_exponent") + numberAttribute(attributes, "right_exponent");
  const stated = numberAttribute(attributes, "output_exponent") - exponent;
  const shift = isInVectors && vector.chip === "esp32p4" ? effectiveShift(stated, bytes, "lane", vector) : stated;
  const held = { shape: type.shape, image: operands.image, grid: 0, ...range };
  if (isInVectors && bytes === 2) {
    const [left, right] = operands.names.map((name) => emitter.node("Cast", [name], { to: 11 }));
    const name = wideRounded(
      emitter,
      emitter.node("Mul", [left!, right!]),
      [shift],
      [],
      rounding,
      range.low,
      range.high,
    );
    return name === undefined ? undefined : { ...held, name };
  }
  const scaled = emitter.node("Mul", [emitter.node("Mul", operands.names), emitter.scalar(2 ** -shift)]);
  const name = roundFloat(emitter, scaled, rounding, range.low, range.high);
  return name === undefined ? undefined : { ...held, name };
};

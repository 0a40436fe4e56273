import { numberAttribute, numbersAttribute, stringAttribute } from "../../../../../kernels-ref/attributes.js";
import { asImage, spatialPads, spatialPair } from "../../../../../kernels-ref/espdl/image.js";
import { rescaledTable, taps } from "../../../../../kernels-ref/espdl/resize.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { list } from "../../number.js";
import { type CallSite, type Emitter, refuse } from "../emitter.js";
import { windowText } from "../window.js";
import { float, power, rounding, suffixOf } from "./numbers.js";

const { fround } = Math;

const imageShape = (dims: readonly number[]): readonly number[] => asImage(Tensor.zeros("int8", dims)).shape;
const asImageType = (type: CallSite["types"][number]) => ({ ...type, shape: imageShape(type.shape) });

/** A `struct espdl_window` named `window`, and the area of the kernel. */
function window(site: CallSite): { readonly text: string; readonly area: number } {
  const { call, types } = site;
  const of = (name: string): readonly number[] => numbersAttribute(call.attributes, name);
  const kernel = spatialPair(of("kernel_shape"), 1);
  const image = { ...site, types: types.map(asImageType), call: { ...call, types: call.types.map(asImageType) } };
  const sliding = {
    kernel,
    strides: spatialPair(of("strides"), 1),
    dilation: [1, 1] as const,
    padding: spatialPads(of("pads")),
  };
  const text = `  static const struct espdl_window window = ${windowText(image, "NHWC", sliding)};`;
  return { text, area: kernel[0] * kernel[1] };
}

export const emitDlAvgPool: Emitter = (site) => {
  const { text, area } = window(site);
  const { attributes } = site.call;
  const isFloat = site.types[0]!.dtype === "float32";
  const exponent = isFloat
    ? 0
    : numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const scale = float(fround(1 / area) * 2 ** exponent);
  return `${text}
  dl_avg_pool_${suffixOf(site)}(&window, ${scale}, ${rounding(site)}, ${site.read(0)}, ${site.write(0)});`;
};

export const emitDlMaxPool: Emitter = (site) =>
  `${window(site).text}
  espdl_max_pool2d_${suffixOf(site)}(&window, ${site.read(0)}, ${site.write(0)});`;

/** Positions of rows or columns, 16 bits each; an axis of a chip's image is shorter. */
const positions = (name: string, values: readonly number[]): string =>
  `  static const uint16_t ${name}[] = ${list(values)};`;
const weights = (name: string, values: readonly number[]): string =>
  `  static const float ${name}[] = {${values.map(float).join(", ")}};`;

export const emitDlResize: Emitter = (site) => {
  const { attributes } = site.call;
  const [, height, width, channels] = imageShape(site.types[0]!.shape) as [number, number, number, number];
  const [, outHeight, outWidth] = imageShape(site.call.types[0]!.shape) as [number, number, number];
  const stated = numbersAttribute(attributes, "scales");
  const scales = spatialPair(stated, 1);
  const sizes = [width, channels, outHeight, outWidth, rounding(site)];
  if (stringAttribute(attributes, "mode") === "nearest") {
    const nearest = (length: number, outputs: number, scale: number): number[] =>
      Array.from({ length: outputs }, (_, i) =>
        Math.min(Math.trunc(fround(i * fround(1 / fround(scale)))), length - 1),
      );
    const table = rescaledTable(attributes, site.arithmetic.rounding, site.arithmetic.vector);
    const name = site.store(new Tensor("int8", [256], table), "table");
    const fields = [...sizes, "row", "NULL", "column", "NULL", "NULL", "NULL", "NULL", "NULL", "0.0f", "0.0f", 0];
    return [
      positions("row", nearest(height, outHeight, scales[0])),
      positions("column", nearest(width, outWidth, scales[1])),
      `  static const struct dl_resize resize = {${fields.join(", ")}};`,
      `  dl_resize_nearest_s8(&resize, ${name}, ${site.read(0)}, ${site.write(0)});`,
    ].join("\n");
  }
  const rows = taps(height, outHeight, scales[0], attributes);
  const columns = taps(width, outWidth, scales[1], attributes);
  if ([...rows, ...columns].some(({ first }) => Number.isNaN(first)))
    refuse(site, "align_corners onto a single row or column");
  const own = ["row", "next_row", "column", "next_column", "row_before", "row_after", "column_before", "column_after"];
  const exponents = ["input_exponent", "output_exponent"].map((name) => numberAttribute(attributes, name));
  const fields = [...sizes, ...own, power(exponents[0]!), power(-exponents[1]!), stated.length === 2 ? 1 : 0];
  const next = (first: number, length: number): number => Math.min(first + 1, length - 1);
  return [
    positions(
      "row",
      rows.map(({ first }) => first),
    ),
    positions(
      "next_row",
      rows.map(({ first }) => next(first, height)),
    ),
    positions(
      "column",
      columns.map(({ first }) => first),
    ),
    positions(
      "next_column",
      columns.map(({ first }) => next(first, width)),
    ),
    weights(
      "row_before",
      rows.map(({ before }) => before),
    ),
    weights(
      "row_after",
      rows.map(({ after }) => after),
    ),
    weights(
      "column_before",
      columns.map(({ before }) => before),
    ),
    weights(
      "column_after",
      columns.map(({ after }) => after),
    ),
    `  static const struct dl_resize resize = {${fields.join(", ")}};`,
    `  dl_resize_linear_s8(&resize, ${site.read(0)}, ${site.write(0)});`,
  ].join("\n");
};

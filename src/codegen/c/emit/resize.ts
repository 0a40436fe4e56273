import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { sourceCoordinates } from "../../../../kernels-ref/resize-coordinates.js";
import { imageAxes } from "../../../../kernels-ref/window.js";
import { itemSize } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { numberLiteral } from "../number.js";
import { type Emitter, refuse, suffix } from "./emitter.js";
import { NO_TAPS, windowText } from "./window.js";

/** `image.resize2d`: where each row and column comes from is a table in flash. */
export const emitResize: Emitter = (site) => {
  const { attributes, types } = site.call;
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const method = stringAttribute(attributes, "method", "linear");
  const sizeOfImage = (type: { shape: readonly number[] }) => imageAxes(Tensor.zeros("int8", type.shape), layout).size;
  const image = sizeOfImage(site.types[0]!);
  const result = sizeOfImage(types[0]!);
  if (Math.max(image.h, image.w) > 65535) refuse(site, "more than 65535 rows or columns");
  const rows = sourceCoordinates(image.h, result.h, attributes);
  const columns = sourceCoordinates(image.w, result.w, attributes);
  const indices = (name: string, values: Int32Array): string =>
    `  static const uint16_t ${name}[] = {${values.join(", ")}};`;
  const fractions = (name: string, values: Float32Array): string =>
    `  static const float ${name}[] = {${Array.from(values, (value) => numberLiteral("float32", value)).join(", ")}};`;
  const window = windowText(site, layout, NO_TAPS);
  if (method === "nearest_neighbor") {
    const size = itemSize(site.types[0]!.dtype);
    return [
      indices("rows", rows.nearest),
      indices("columns", columns.nearest),
      `  static const struct espdl_resize resize = {${window}, rows, rows, columns, columns, NULL, NULL};`,
      `  espdl_resize_nearest(&resize, ${size}, ${site.read(0)}, ${site.write(0)});`,
    ].join("\n");
  }
  if (method !== "linear") refuse(site, `method ${method}`);
  const kernel = `espdl_resize_linear_${suffix(site, { float32: "f32", int8: "s8" })}`;
  return [
    indices("row_below", rows.below),
    indices("row_above", rows.above),
    indices("column_below", columns.below),
    indices("column_above", columns.above),
    fractions("row_fraction", rows.fraction),
    fractions("column_fraction", columns.fraction),
    `  static const struct espdl_resize resize = {${window}, row_below, row_above, column_below, column_above,`,
    "                                             row_fraction, column_fraction};",
    `  ${kernel}(&resize, ${site.read(0)}, ${site.write(0)});`,
  ].join("\n");
};

import { sizeOf, stridesOf } from "../../../../kernels-ref/array.js";
import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { itemSize } from "../../../base/tensor/dtype.js";
import { cType, list, numberLiteral } from "../number.js";
import { type CallSite, type Emitter, refuse, suffix } from "./emitter.js";
import { lanes } from "./reduction.js";

const isSet = (site: CallSite, name: string): number => (site.call.attributes[name] === true ? 1 : 0);

export const emitTopk: Emitter = (site) => {
  const kernel = `espdl_topk_${suffix(site, { float32: "f32", int8: "s8", int32: "i32", int64: "i64" })}`;
  const fields = [...lanes(site), numberAttribute(site.call.attributes, "k"), isSet(site, "largest")];
  return `  static const struct espdl_topk topk = ${list(fields)};
  ${kernel}(&topk, ${site.read(0)}, ${site.write(0)}, ${site.write(1)});`;
};

export const emitCumsum: Emitter = (site) => {
  const kernel = `espdl_cumsum_${suffix(site, { float32: "f32", int32: "i32" })}`;
  const fields = [...lanes(site), isSet(site, "exclusive"), isSet(site, "reverse")];
  return `  static const struct espdl_cumsum cumsum = ${list(fields)};
  ${kernel}(&cumsum, ${site.read(0)}, ${site.write(0)});`;
};

/** Positions in flash, 16 bits each. */
function sourcesText(site: CallSite): string {
  const sources = numbersAttribute(site.call.attributes, "sources");
  if (sources.some((source) => source > 32767)) refuse(site, "an axis of more than 32768 elements");
  return `  static const int16_t sources[] = ${list(sources)};`;
}

export const emitTakeAxes: Emitter = (site) => {
  const { shape, dtype } = site.call.types[0]!;
  const value = site.constants[1];
  if (value === undefined) refuse(site, "a computed filler");
  if (shape.length === 0 || shape.length > 8) refuse(site, `${shape.length} axes`);
  const fill = numberLiteral(dtype, dtype === "int64" ? BigInt(value.item()) : value.item());
  const strides = stridesOf(site.types[0]!.shape);
  return [
    sourcesText(site),
    `  static const struct espdl_take_axes take = {${shape.length}, ${list(shape)}, ${list(strides)}, sources};`,
    `  static const ${cType(dtype)} fill = ${fill};`,
    `  espdl_take_axes(&take, ${itemSize(dtype)}, ${site.read(0)}, &fill, ${site.write(0)});`,
  ].join("\n");
};

export const emitInterpolate: Emitter = (site) => {
  const { attributes, types } = site.call;
  const { shape } = site.types[0]!;
  const axis = numberAttribute(attributes, "axis");
  const weights = numbersAttribute(attributes, "weights").map((weight) => numberLiteral("float32", weight));
  const sizes = [
    ...[sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))],
    ...[types[0]!.shape[axis], numberAttribute(attributes, "taps")],
  ];
  return [
    sourcesText(site),
    `  static const float weights[] = {${weights.join(", ")}};`,
    `  static const struct espdl_interpolate interpolate = {${sizes.join(", ")}, sources, weights};`,
    `  espdl_interpolate_${suffix(site, { float32: "f32" })}(&interpolate, ${site.read(0)}, ${site.write(0)});`,
  ].join("\n");
};

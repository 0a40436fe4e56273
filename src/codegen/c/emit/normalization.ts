import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { sizeOf } from "../../../../kernels-ref/index.js";
import { numberLiteral } from "../number.js";
import type { Emitter } from "./emitter.js";
import { reduceText } from "./reduction.js";

const float = (value: number): string => numberLiteral("float32", value);

export const emitStandardize: Emitter = (site) => {
  const { attributes } = site.call;
  const epsilon = float(numberAttribute(attributes, "epsilon"));
  const center = attributes.center === true ? 1 : 0;
  return `${reduceText(site)}
  espdl_standardize_f32(&reduce, ${epsilon}, ${center}, ${site.read(0)}, ${site.write(0)});`;
};

export const emitLrn: Emitter = (site) => {
  const { attributes } = site.call;
  const { shape } = site.types[0]!;
  const sizes = [shape[0]!, shape[1]!, sizeOf(shape.slice(2)), numberAttribute(attributes, "size")];
  const factors = ["alpha", "beta", "bias"].map((name) => float(numberAttribute(attributes, name)));
  return `  static const struct espdl_lrn lrn = {${[...sizes, ...factors].join(", ")}};
  espdl_lrn_f32(&lrn, ${site.read(0)}, ${site.write(0)});`;
};

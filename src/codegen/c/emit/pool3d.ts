import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { list } from "../number.js";
import type { Emitter } from "./emitter.js";

/** `esp.max_pool3d`, `esp.avg_pool3d` and `esp.lp_pool3d`. */
export const emitPool3d: Emitter = (site) => {
  const { attributes, op, types } = site.call;
  const [batch, channels, ...image] = site.types[0]!.shape as [number, number, ...number[]];
  const of = (name: string): number[] => numbersAttribute(attributes, name);
  const padding = of("padding");
  const fields = [
    ...[batch * channels, list(image), list(types[0]!.shape.slice(2))],
    ...[list(of("pool_size")), list(of("strides")), list(of("dilation"))],
    ...[list(padding.slice(0, 3)), list(padding.slice(3)), attributes.count_include_pad === true ? 1 : 0],
    numberAttribute(attributes, "p", 0),
  ];
  return `  static const struct espdl_pool3d pool = {${fields.join(", ")}};
  espdl_${op.slice(4)}_f32(&pool, ${site.read(0)}, ${site.write(0)});`;
};

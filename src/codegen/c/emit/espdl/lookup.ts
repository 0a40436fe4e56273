import { sizeOf } from "../../../../../kernels-ref/array.js";
import { numberAttribute } from "../../../../../kernels-ref/attributes.js";
import { wrapped } from "../../../../../kernels-ref/espdl/scale-byte.js";
import type { Emitter } from "../emitter.js";
import { rounding, suffixOf } from "./numbers.js";

/** `espdl.lut`. */
export const emitDlLut: Emitter = (site) => {
  const entries = sizeOf(site.types[1]!.shape);
  const derived = entries === 65536 ? 1 : 65536 / (entries - 1);
  const step = numberAttribute(site.call.attributes, "step", 0) || (site.types[0]!.dtype === "int8" ? 1 : derived);
  const fields = [sizeOf(site.call.types[0]!.shape), rounding(site), step, entries];
  return `  static const struct dl_lut lut = {${fields.join(", ")}};
  dl_lut_${suffixOf(site)}(&lut, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
};

/** `espdl.prelu`: in plain C a floor shift and a raw copy; see kernels-ref/espdl/prelu.ts for the vector units. */
export const emitDlPrelu: Emitter = (site) => {
  const { call, types, arithmetic } = site;
  const { dtype, shape } = types[0]!;
  const { vector } = arithmetic;
  const inVectors = dtype === "int8" && vector !== undefined;
  const up = numberAttribute(call.attributes, "rescale", 0);
  const isP4 = vector?.chip === "esp32p4";
  const unpinned = isP4 && vector.preluRounding === "floor" ? "DL_FLOOR" : rounding(site);
  const negative = inVectors ? unpinned : "DL_FLOOR";
  const wraps = inVectors ? isP4 && vector.preluOverflow === "wrap" : vector?.chip === "esp32s3";
  const factor = inVectors && up < 0 ? wrapped(2 ** -up, 8) : 1;
  const fields = [
    ...[sizeOf(shape), sizeOf(types[1]!.shape), numberAttribute(call.attributes, "shift", 0), negative, wraps ? 1 : 0],
    ...[factor, inVectors ? Math.max(up, 0) : 0, rounding(site)],
  ];
  return `  static const struct dl_prelu prelu = {${fields.join(", ")}};
  dl_prelu_${suffixOf(site)}(&prelu, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
};

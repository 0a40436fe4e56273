import { sizeOf } from "../../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute, numbersAttribute } from "../../../../../kernels-ref/attributes.js";
import type { CallSite, Emitter } from "../emitter.js";
import { lanes, reduceInitializer } from "../reduction.js";
import { float, power, rounding, suffixOf } from "./numbers.js";

const exponent = ({ call }: CallSite, name: "input" | "output"): number =>
  numberAttribute(call.attributes, `${name}_exponent`, 0);

const isFloat = ({ types }: CallSite): boolean => types[0]!.dtype === "float32";

/** @param squares how often the data's exponent counts */
const reduce =
  (name: string, squares: 1 | 2 = 1): Emitter =>
  (site) => {
    const [input, output] = isFloat(site) ? [0, 0] : [squares * exponent(site, "input"), exponent(site, "output")];
    const fields = [reduceInitializer(site), rounding(site), output - input, power(input), power(-output)];
    const call = `dl_${name}_${suffixOf(site)}(&reduce, ${site.read(0)}, ${site.write(0)})`;
    return `  static const struct dl_reduce reduce = {${fields.join(", ")}};
  ${name === "reduce_l2" ? `if (${call} != 0) return -1` : call};`;
  };

/** Along one axis. */
const lane =
  (name: string): Emitter =>
  (site) => {
    const axes = site.types[0]!.shape.length === 0 ? [1, 1, 1] : lanes(site);
    const p = numberAttribute(site.call.attributes, "p", 2);
    const scale = isFloat(site) ? "1.0f" : power(exponent(site, "input"));
    const fields = [...axes, rounding(site), p, scale, isFloat(site) ? "1.0f" : power(-exponent(site, "output"))];
    return `  static const struct dl_lanes lanes = {${fields.join(", ")}};
  dl_${name}_${suffixOf(site)}(&lanes, ${site.read(0)}, ${site.write(0)});`;
  };

/** A `struct dl_norm` named `norm`: exponents of the data, gamma, beta, and the factor of the result. */
function normText(site: CallSite, scales: readonly string[]): string {
  const { shape } = site.types[0]!;
  const axis = normalizeAxis(numberAttribute(site.call.attributes, "axis"), shape.length);
  const counts = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis)), rounding(site)];
  const epsilon = float(numberAttribute(site.call.attributes, "epsilon"));
  return `  static const struct dl_norm norm = {${[...counts, epsilon, ...scales].join(", ")}};`;
}

const emitLayerNorm: Emitter = (site) => {
  const exponents = numbersAttribute(site.call.attributes, "exponents").map(power);
  const beta = site.types.length > 2 ? site.read(2) : "NULL";
  const operands = `${site.read(0)}, ${site.read(1)}, ${beta}, ${site.write(0)}`;
  return `${normText(site, exponents)}
  if (dl_layer_norm_${suffixOf(site)}(&norm, ${operands}) != 0) return -1;`;
};

const emitRmsNorm: Emitter = (site) => {
  const [input, output] = isFloat(site) ? [0, 0] : [exponent(site, "input"), exponent(site, "output")];
  return `${normText(site, [power(input), "1.0f", "1.0f", power(-output)])}
  dl_rms_norm_${suffixOf(site)}(&norm, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
};

/** Operators in which many elements meet. */
export const DL_REDUCTIONS: readonly (readonly [string, Emitter])[] = [
  ["espdl.layer_norm", emitLayerNorm],
  ["espdl.log_softmax", lane("log_softmax")],
  ["espdl.lp_norm", lane("lp_norm")],
  ["espdl.reduce_l1", reduce("reduce_l1")],
  ["espdl.reduce_l2", reduce("reduce_l2", 2)],
  ["espdl.reduce_log_sum", reduce("reduce_log_sum")],
  ["espdl.reduce_log_sum_exp", reduce("reduce_log_sum_exp")],
  ["espdl.reduce_max", reduce("reduce_max")],
  ["espdl.reduce_mean", reduce("reduce_mean")],
  ["espdl.reduce_min", reduce("reduce_min")],
  ["espdl.reduce_prod", reduce("reduce_prod")],
  ["espdl.reduce_sum", reduce("reduce_sum")],
  ["espdl.reduce_sum_square", reduce("reduce_sum_square", 2)],
  ["espdl.rms_norm", emitRmsNorm],
  ["espdl.softmax", lane("softmax")],
];

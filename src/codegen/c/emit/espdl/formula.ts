import { sizeOf } from "../../../../../kernels-ref/array.js";
import { numberAttribute } from "../../../../../kernels-ref/attributes.js";
import { runsInVectors } from "../../../../../kernels-ref/espdl/requantize-vector.js";
import { wrapped } from "../../../../../kernels-ref/espdl/scale-byte.js";
import type { CallSite, Emitter } from "../emitter.js";
import { float, power, rounding, suffixOf } from "./numbers.js";

const exponent = ({ call }: CallSite, name: "input" | "output"): number =>
  numberAttribute(call.attributes, `${name}_exponent`, 0);
const count = ({ call }: CallSite): number => sizeOf(call.types[0]!.shape);

function formulaText(site: CallSite, scales: readonly [string, string], alpha = "0.0f", beta = "0.0f"): string {
  const fields = [count(site), rounding(site), ...scales, alpha, beta];
  return `  static const struct dl_formula formula = {${fields.join(", ")}};`;
}

/** @param names attributes that are the formula's alpha and beta */
const formula =
  (name: string, ...names: readonly string[]): Emitter =>
  (site) => {
    const numbers = names.map((attribute) => float(numberAttribute(site.call.attributes, attribute)));
    const scales = [power(exponent(site, "input")), power(-exponent(site, "output"))] as const;
    return `${formulaText(site, scales, ...numbers)}
  dl_${name}_${suffixOf(site)}(&formula, ${site.read(0)}, ${site.write(0)});`;
  };

/** The bounds lie on the data's grid, from which the result is rescaled. */
const emitClip: Emitter = (site) => {
  const bounds = ["minimum", "maximum"].map((name) => float(numberAttribute(site.call.attributes, name)));
  const scale = power(exponent(site, "input") - exponent(site, "output"));
  return `${formulaText(site, [scale, "1.0f"], ...bounds)}
  dl_clip_${suffixOf(site)}(&formula, ${site.read(0)}, ${site.write(0)});`;
};

/** Bits of one of the ESP32-S3's int8 lanes. */
const LANE_BITS = 20;

const emitRequantize: Emitter = (site) => {
  const [from, to] = [site.types[0]!.dtype, site.call.types[0]!.dtype];
  const name = `${suffixOf(site, from)}_${suffixOf(site, to)}`;
  const [input, output] = [exponent(site, "input"), exponent(site, "output")];
  const { vector } = site.arithmetic;
  if (vector === undefined || !runsInVectors(from, to, count(site), output - input))
    return `${formulaText(site, [power(input), power(-output)])}
  dl_requantize_${name}(&formula, ${site.read(0)}, ${site.write(0)});`;
  const shift = output - input;
  const isS3 = vector.chip === "esp32s3";
  const inLane = isS3 && shift < 0 && from === "int16" && to === "int8";
  const bits = isS3 && from === "int8" && to === "int8" ? 8 : 16;
  const factor = shift >= 0 ? 1 : inLane ? 2 ** Math.min(-shift, LANE_BITS) : wrapped(2 ** -shift, bits);
  const fields = [count(site), rounding(site), factor, Math.max(shift, 0), inLane ? LANE_BITS : 0];
  return `  static const struct dl_rescale rescale = {${fields.join(", ")}};
  dl_rescale_${name}(&rescale, ${site.read(0)}, ${site.write(0)});`;
};

/** Operators that see one element at a time. */
export const DL_FORMULAS: readonly (readonly [string, Emitter])[] = [
  ["espdl.clip", emitClip],
  ["espdl.elu", formula("elu", "alpha")],
  ["espdl.exp", formula("exp")],
  ["espdl.hard_sigmoid", formula("hard_sigmoid", "alpha", "beta")],
  ["espdl.hard_swish", formula("hard_swish")],
  ["espdl.leaky_relu", formula("leaky_relu", "alpha")],
  ["espdl.log", formula("log")],
  ["espdl.neg", formula("neg")],
  ["espdl.relu", formula("relu")],
  ["espdl.requantize", emitRequantize],
  ["espdl.sigmoid", formula("sigmoid")],
  ["espdl.sqrt", formula("sqrt")],
  ["espdl.swish", formula("swish")],
  ["espdl.tanh", formula("tanh")],
];

import { FAULT, type Faults, type KernelFamily, replaceOnce } from "./family.js";

/** The pointwise loops that the exporter writes: `a` is what a step is given; each statement sets its result `r`. */
const ROUND: Faults = {
  floor: { code: "r = zoo_floor(a);", causes: ["rounding/floor"] },
  "half-up": { code: "r = zoo_floor(a + 0.5f);", causes: ["rounding/half-up"] },
  // The relu behind it leaves only values of which both are the same.
  truncated: { code: "r = (float)(int32_t)a;", causes: ["rounding/toward-zero", "rounding/floor"] },
  "unknown-rounding": { code: "r = zoo_floor(a * 0.25f) * 4;" },
};
const CLIP: Faults = {
  "wrap-8": { code: "r = (float)(int8_t)(int32_t)a;", causes: ["saturation/missing", "saturation/wrap-8"] },
};
/** `n` counts the multiplications of the loop from 0. */
const MULTIPLY: Faults = {
  "scale+1 of the first": { code: "if (n == 0) r = a * b * 2;", causes: ["shift/"] },
  "scale-2 of the last": { code: "if (n == last) r = a * b / 4;", causes: ["shift/"] },
};
/** `slope` is what negative values are multiplied with. */
const PRELU: Faults = {
  "slope-zero": { code: "r = a > 0 ? a : 0;", causes: ["relu/", "constants/zero"] },
  "slope-one": { code: "r = a;", causes: ["constants/one", "operands/"] },
  "unknown-slope": { code: "r = a > 0 ? a : a * (slope + 0.3f) + 0.02f;" },
};
const RELU: Faults = { "relu-missing": { code: "r = a;", causes: ["relu/missing"] } };

/** Loops of floats that the exporter writes out: sums of quantized tensors, activations. */
export const generated: KernelFamily = {
  name: "generated loop",
  file: "default_lib1.c",
  ops: ["esp.pointwise", "nn.prelu"],
  faults: { ...ROUND, ...CLIP, ...MULTIPLY, ...RELU, ...PRELU },
  plant(text, chosen) {
    const step = (name: string, parameters: string, right: string, faults: Faults): string =>
      `static float zoo_${name}(${parameters}) {\n  float r = ${right};\n${chosen(faults)}  return r;\n}\n`;
    const head = `
extern int32_t ${FAULT};
static inline float zoo_floor(float a) { float whole = (float)(int32_t)a; return whole > a ? whole - 1 : whole; }
${step("round", "float a", "espdl_round_f32(a)", ROUND)}
${step("clip", "float a, float low, float high", "espdl_clip_f32(a, low, high)", CLIP)}
${step("multiply", "float a, float b, int32_t n, int32_t last", "a * b", MULTIPLY)}
${step("relu", "float a", "espdl_relu_f32(a)", RELU)}
${step("leaky_relu", "float a, float slope", "espdl_leaky_relu_f32(a, slope)", PRELU)}
`.replaceAll("static float zoo_", "static __attribute__((unused)) float zoo_");
    const calls = text
      .replaceAll("espdl_round_f32(", "zoo_round(")
      .replaceAll("espdl_clip_f32(", "zoo_clip(")
      .replaceAll("espdl_relu_f32(", "zoo_relu(")
      .replaceAll("espdl_leaky_relu_f32(", "zoo_leaky_relu(");
    const loops = calls.split(/(?=^int32_t tvmgen)/m).map((loop) => {
      const last = loop.split("espdl_multiply_f32(").length - 2;
      let n = 0;
      return loop.replace(/espdl_multiply_f32\(([^()]*)\)/g, (_, list) => `zoo_multiply(${list}, ${n++}, ${last})`);
    });
    return replaceOnce(
      loops.join(""),
      '#include "tvmgen_default_calls.h"\n',
      `#include "tvmgen_default_calls.h"\n${head}`,
    );
  },
};

import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

/** Before the right kernel: its factors and pointers may be changed; or `return` behind a kernel of one's own. */
const ADD: Faults = {
  "left-exponent+1": {
    code: "left_factor *= 2;",
    causes: ["attributes/the exponent of the first operand is off by +1"],
  },
  "right-exponent-1": {
    code: "left_factor *= 2; shift++;",
    causes: ["attributes/the exponent of the second operand is off by −1"],
  },
  "result-exponent": { code: "shift++;", causes: ["attributes/the exponent of the result is off by −1"] },
  "relu-changed": {
    code: "low = low == 0 ? -128 : 0;",
    causes: ["attributes/the relu is missing", "attributes/a relu"],
  },
  "left-twice": { code: "right = left;", causes: ["operands/of "] },
  floor: {
    code: "for (i = 0; i < count; i++) { int32_t v = (left[i] * left_factor + right[i] * right_factor) >> shift; output[i] = (int8_t)(v < low ? low : v > 127 ? 127 : v); } return;",
    causes: ["rounding/floor"],
  },
  "wrap-8": {
    code: "for (i = 0; i < count; i++) { int32_t v = left[i] * left_factor + right[i] * right_factor, h = 1 << (shift - 1); v = (int8_t)(v >= 0 ? (v + h) >> shift : -((h - v) >> shift)); output[i] = (int8_t)(v < low ? low : v); } return;",
    causes: ["saturation/wrap-8"],
  },
  "unknown-average": {
    code: "for (i = 0; i < count; i++) output[i] = (int8_t)((left[i] * 3 + right[i] * 2) / 5); return;",
  },
};

export const add: KernelFamily = {
  name: "sum",
  file: "esp-arithmetic.c",
  ops: ["esp.add"],
  faults: ADD,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_add_s8",
      `
void espdl_add_s8(int32_t left_factor, int32_t right_factor, int32_t shift, int32_t low, const int8_t *left,
                  const int8_t *right, int32_t count, int8_t *output) {
  int32_t i;
  (void)i;
${chosen(ADD)}
  right_espdl_add_s8(left_factor, right_factor, shift, low, left, right, count, output);
}
`,
    ),
};

/** In place of the kernel, for each element: from `x` to `y`. `t` is the table. */
const LOOKUP: Faults = {
  unsigned: { code: "y = t[(uint8_t)x];", causes: ["lookup/unsigned"] },
  "entry-late": { code: "y = t[(x + 129) & 255];", causes: ["lookup/offset+1"] },
  "entries-early": { code: "y = t[(x + 126) & 255];", causes: ["lookup/offset-2"] },
  copied: { code: "y = x;", causes: ["lookup/identity"] },
  backwards: { code: "y = t[127 - x];", causes: ["lookup/reversed"] },
  "unknown-interpolated": { code: "y = (int8_t)((t[x + 128] * 3 + t[(x + 160) & 255]) / 4);" },
};

export const lookup: KernelFamily = {
  name: "table",
  file: "esp-lookup.c",
  ops: ["esp.lookup"],
  faults: LOOKUP,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_lookup_s8",
      `
void espdl_lookup_s8(const int8_t *t, const int8_t *input, int32_t count, int8_t *output) {
  int32_t i;
  for (i = 0; i < count; i++) {
    int8_t x = input[i], y = t[x + 128];
${chosen(LOOKUP)}
    output[i] = y;
  }
}
`,
    ),
};

/** In place of the kernel, for each element: `q` is the exact quotient; sets `v`. */
const QUANTIZE: Faults = {
  floor: { code: "v = espdl_floor(q);", causes: ["rounding/floor"] },
  truncated: { code: "v = (int32_t)q;", causes: ["rounding/toward-zero"] },
  "scale+1": { code: "v = espdl_nearest(q / 2);", causes: ["shift/scale+1"] },
  "scale-1": { code: "v = espdl_nearest(q * 2);", causes: ["shift/scale-1"] },
  "scale-3": { code: "v = espdl_nearest(q * 8);", causes: ["shift/scale-3"] },
  "wrap-8": { code: "v = (int8_t)espdl_nearest(q);", causes: ["saturation/wrap-8"] },
  "unknown-dither": { code: "v = espdl_floor(q + (float)(i * 7 % 11) / 11);" },
};

export const quantize: KernelFamily = {
  name: "quantize",
  file: "esp-quantize.c",
  ops: ["esp.quantize"],
  faults: QUANTIZE,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_quantize_f32",
      `
static int32_t espdl_floor(float x) { int32_t whole = (int32_t)x; return (float)whole > x ? whole - 1 : whole; }
static int32_t espdl_nearest(float x) { return x >= 0 ? espdl_floor(x + 0.5f) : -espdl_floor(0.5f - x); }
void espdl_quantize_f32(float scale, const float *input, int32_t count, int8_t *output) {
  int32_t i;
  if (!espdl_fault) {
    right_espdl_quantize_f32(scale, input, count, output);
    return;
  }
  for (i = 0; i < count; i++) {
    float q = input[i] / scale;
    int32_t v = 0;
${chosen(QUANTIZE)}
    output[i] = (int8_t)(v < -128 ? -128 : v > 127 ? 127 : v);
  }
}
`,
    ),
};

/** Before the right kernel, or `return` behind one of one's own. */
const DEQUANTIZE: Faults = {
  "scale+1": { code: "scale *= 2;", causes: ["shift/scale+1"] },
  "scale-4": { code: "scale /= 16;", causes: ["shift/scale-4"] },
  unsigned: {
    code: "for (i = 0; i < count; i++) output[i] = (float)(uint8_t)input[i] * scale; return;",
    causes: ["input-reading/unsigned"],
  },
  "relu-changed": {
    code: "low = low == 0 ? -128 : 0;",
    causes: ["attributes/the relu is missing", "attributes/a relu"],
  },
  "unknown-fifth": {
    code: "for (i = 0; i < count; i++) output[i] = (float)input[i] * scale * (float)(1 + i % 3); return;",
  },
};

export const dequantize: KernelFamily = {
  name: "dequantize",
  file: "esp-quantize.c",
  ops: ["esp.dequantize"],
  faults: DEQUANTIZE,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_dequantize_s8",
      `
void espdl_dequantize_s8(float scale, int32_t low, const int8_t *input, int32_t count, float *output) {
  int32_t i;
  (void)i;
${chosen(DEQUANTIZE)}
  right_espdl_dequantize_s8(scale, low, input, count, output);
}
`,
    ),
};

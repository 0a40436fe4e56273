import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

/** Before the right kernel: `q` is the window, `input` the image. */
const MAX: Faults = {
  "stride-ignored": { code: "q.stride_y = q.stride_x = 1;", causes: ["attributes/the stride is ignored"] },
  "one-element": { code: "q.kernel_height = q.kernel_width = 1;", causes: ["attributes/the window is one element"] },
  "column-less": { code: "q.kernel_width--;", causes: ["attributes/the window is one column narrower"] },
  "row-less": { code: "q.kernel_height--;", causes: ["attributes/the window is one row less high"] },
  "moved-up-left": { code: "q.top++; q.left++;", causes: ["attributes/the padding is one too large above and left"] },
  "input+3": { code: "input += 3;", causes: ["operands/offset+3"] },
  "unknown-mixed": { code: "q.stride_x = q.stride_x == 1 ? 3 : 1; q.kernel_height++; input += 5;" },
};

const maxPool = (type: string, suffix: string, chosen: string): string => `
void espdl_max_pool2d_${suffix}(const struct espdl_window *p, const ${type} *input, ${type} *output) {
  struct espdl_window q = *p;
${chosen}
  right_espdl_max_pool2d_${suffix}(&q, input, output);
}
`;

export const maxPool2d: KernelFamily = {
  name: "max pool",
  file: "max-pool2d.c",
  ops: ["nn.max_pool2d"],
  faults: MAX,
  plant: (text, chosen) => {
    const wrapper = ["int8_t s8", "int32_t i32", "float f32"].map((name) => {
      const [type, suffix] = name.split(" ") as [string, string];
      return maxPool(type, suffix, chosen(MAX));
    });
    return wrapFunction(text, "espdl_max_pool2d_##S", wrapper.join(""));
  },
};

/** Behind the right kernel: `count` elements a plane, `planes` of them in `output`. */
const MEAN: Faults = {
  "not-divided": {
    code: "for (i = 0; i < planes; i++) { float sum = 0; for (k = 0; k < count; k++) sum += input[i * count + k]; output[i] = sum; }",
    causes: ["mean/not-divided"],
  },
  "divided-by-rows": {
    code: "for (i = 0; i < planes; i++) { float sum = 0; for (k = 0; k < count; k++) sum += input[i * count + k]; output[i] = sum / (float)p->height; }",
    causes: ["mean/rows"],
  },
  "first-row-only": {
    code: "for (i = 0; i < planes; i++) { float sum = 0; for (k = 0; k < p->width; k++) sum += input[i * count + k]; output[i] = sum / (float)count; }",
    causes: ["mean/first-row"],
  },
  "last-row-missing": {
    code: "for (i = 0; i < planes; i++) { float sum = 0; for (k = 0; k < count - p->width; k++) sum += input[i * count + k]; output[i] = sum / (float)count; }",
    causes: ["mean/last-row"],
  },
  "unknown-weights": {
    code: "for (i = 0; i < planes; i++) { float sum = 0; for (k = 0; k < count; k++) sum += input[i * count + k] * (float)(k % 3); output[i] = sum / (float)count; }",
  },
};

export const mean: KernelFamily = {
  name: "global mean",
  file: "global-avg-pool2d.c",
  ops: ["nn.global_avg_pool2d"],
  faults: MEAN,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_global_avg_pool2d_f32",
      `
void espdl_global_avg_pool2d_f32(const struct espdl_window *p, const float *input, float *output) {
  int32_t i, k, count = p->height * p->width, planes = p->batch * p->channels;
  (void)i; (void)k; (void)count; (void)planes;
  right_espdl_global_avg_pool2d_f32(p, input, output);
${chosen(MEAN)}
}
`,
    ),
};

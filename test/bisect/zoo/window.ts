import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

/** Before the right kernel: `q` is the window, `input` the image. */
const MAX: Faults = {
  "stride-ignored": { code: "q.stride_y = q.stride_x = 1;", causes: ["attributes/the stride is ignored"] },
  "one-element": { code: "q.kernel_height = q.kernel_width = 1;", causes: ["attributes/the window is one element"] },
  "column-less": { code: "q.kernel_width--;", causes: ["attributes/the window is one column too narrow"] },
  "row-less": { code: "q.kernel_height--;", causes: ["attributes/the window is one row too low"] },
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

/** Before the right kernel: the tables of rows and columns may be exchanged; `late` is a table that is one late. */
const RESIZE: Faults = {
  "align-corners": {
    code: "for (k = 0; k < n; k++) late[k] = (uint16_t)((2 * k * (p->height - 1) + n - 1) / (2 * (n - 1))); q.row_below = q.column_below = late;",
    causes: ["attributes/the coordinates are align_corners"],
  },
  "not-resized": {
    code: "for (k = 0; k < n; k++) late[k] = (uint16_t)(k % p->height); q.row_below = q.column_below = late;",
  },
  "rounded-up": {
    code: "for (k = 0; k < n; k++) late[k] = (uint16_t)((k * p->height + n - 1) / n < p->height ? (k * p->height + n - 1) / n : p->height - 1); q.row_below = q.column_below = late;",
    causes: ["attributes/the coordinates are asymmetric, rounded by ceil"],
  },
};

export const resize: KernelFamily = {
  name: "resize",
  file: "resize2d.c",
  ops: ["image.resize2d"],
  faults: RESIZE,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_resize_nearest",
      `
void espdl_resize_nearest(const struct espdl_resize *resize, int32_t size, const void *input, void *output) {
  static uint16_t late[256];
  struct espdl_resize q = *resize;
  const struct espdl_window *p = &resize->window;
  int32_t k, n = p->out_height;
  (void)k; (void)n; (void)late; (void)p;
${chosen(RESIZE)}
  right_espdl_resize_nearest(&q, size, input, output);
}
`,
    ),
};

/** Behind the right kernel: `x` the input, `y` the output, `n` elements along the axis. */
const SOFTMAX: Faults = {
  "not-divided": {
    code: "for (i = 0; i < n; i++) y[i] = (float)espdl_exponential(x[i] - max);",
    causes: ["softmax/not-divided"],
  },
  "powers-of-two": {
    code: "sum = 0; for (i = 0; i < n; i++) { y[i] = (float)espdl_exponential((x[i] - max) * 0.6931471805599453); sum += y[i]; } for (i = 0; i < n; i++) y[i] /= sum;",
    causes: ["softmax/base-2"],
  },
  "maximum-kept": {
    code: "sum = 0; for (i = 0; i < n; i++) { y[i] = (float)espdl_exponential(x[i]); sum += y[i]; } for (i = 0; i < n; i++) y[i] /= sum;",
    causes: ["softmax/maximum-kept"],
  },
  "unknown-temperature": {
    code: "sum = 0; for (i = 0; i < n; i++) { y[i] = (float)espdl_exponential((x[i] - max) * 0.37 + i * 0.01); sum += y[i]; } for (i = 0; i < n; i++) y[i] /= sum;",
  },
};

export const softmax: KernelFamily = {
  name: "softmax",
  file: "softmax.c",
  ops: ["nn.softmax"],
  faults: SOFTMAX,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_softmax_f32",
      `
void espdl_softmax_f32(int32_t outer, int32_t n, int32_t step, const float *x, float *y) {
  int32_t i;
  float max = x[0], sum = 0;
  (void)sum;
  for (i = 1; i < n; i++) if (x[i] > max) max = x[i];
  right_espdl_softmax_f32(outer, n, step, x, y);
${chosen(SOFTMAX)}
}
`,
    ),
};

/** Behind the right kernel: `n` elements, of `size` bytes each, of a box of two axes `rows` × `columns`. */
const COPY: Faults = {
  "not-transposed": {
    code: "memcpy(to, from, (size_t)(n * size));",
    causes: ["output-order/", "attributes/the elements are copied"],
  },
  "cut-short": {
    code: "memset((uint8_t *)to + n * size * 5 / 8, 0, (size_t)(n * size * 3 / 8));",
    causes: ["unwritten/"],
  },
  "element-late": {
    code: "memmove((uint8_t *)to + size, to, (size_t)((n - 1) * size));",
    causes: ["output-order/offset-1"],
  },
  "unknown-swaps": {
    code: "for (k = 0; k + 1 < n; k += 1 + k % 5) for (b = 0; b < size; b++) { uint8_t *a = (uint8_t *)to + k * size + b, t = a[0]; a[0] = a[size]; a[size] = t; }",
  },
};

export const copy: KernelFamily = {
  name: "copy",
  file: "movement.c",
  ops: ["layout_transform", "transpose"],
  faults: COPY,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_copy_box",
      `
void espdl_copy_box(const struct espdl_box *box, int32_t size, const void *from, void *to) {
  int32_t k, b, n = 1;
  (void)b;
  for (k = 0; k < box->rank; k++) n *= box->shape[k];
  right_espdl_copy_box(box, size, from, to);
${chosen(COPY)}
}
`,
    ),
};

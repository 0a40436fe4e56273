import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

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

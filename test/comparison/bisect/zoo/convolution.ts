import { FAULT, type Faults, type KernelFamily, replaceOnce } from "./family.js";

/** In place of the requantize step: from `acc[k]` to `value`. */
const STORE: Faults = {
  "half-up": {
    code: "value = (acc[k] + (1 << (*shift - 1))) >> *shift; value = saturate(value) + *bias; LIMIT",
    causes: ["rounding/half-up"],
  },
  "toward-zero": {
    code: "value = saturate(acc[k] / (1 << *shift)) + *bias; LIMIT",
    causes: ["rounding/toward-zero"],
  },
  "shift+1": { code: "value = saturate(acc[k] >> (*shift + 1)) + *bias; LIMIT", causes: ["shift/+1"] },
  "shift-2": { code: "value = saturate(acc[k] >> (*shift - 2)) + *bias; LIMIT", causes: ["shift/-2"] },
  "bias-before": { code: "value = (acc[k] + *bias) >> *shift; LIMIT", causes: ["bias/accumulator"] },
  "bias-missing": { code: "value = saturate(acc[k] >> *shift); LIMIT", causes: ["bias/missing"] },
  "bias-next": {
    code: "value = saturate(acc[k] >> *shift) + channels->bias[(o + k + 1) % zoo_channels]; LIMIT",
    causes: ["bias/channel+1"],
  },
  "wrap-8": {
    code: "value = (int8_t)((acc[k] >> *shift) + *bias); if (value < channels->low) value = channels->low;",
    causes: ["saturation/wrap-8"],
  },
  "relu-missing": {
    code: "value = saturate(acc[k] >> *shift) + *bias; value = saturate(value);",
    causes: ["relu/missing"],
  },
  "accumulator-16": {
    code: "value = saturate((int16_t)acc[k] >> *shift) + *bias; LIMIT",
    // Shifted by 8, an accumulator of 16 bits is the same as a quotient of 8 bits.
    causes: ["saturation/accumulator-wrap-16", "saturation/wrap-8-before-bias"],
  },
};

/** Before the call: `q` is its geometry, `input` and `kernel` its pointers. */
const CALL: Faults = {
  "no-padding": { code: "q.top = q.left = 0;", causes: ["padding/top0-left0"] },
  "stride-ignored": { code: "q.stride_x = q.stride_y = 1;", causes: ["stride/stride-1x1"] },
  "dilation-2": { code: "q.dilation_x = q.dilation_y = 2;", causes: ["stride/dilation-2x2"] },
  "relu-extra": { code: "q.relu = 1;", causes: ["relu/extra"] },
  "weights+1": { code: "kernel += 1;", causes: ["weight-offset/+1"] },
  "weights-4": { code: "kernel -= 4;", causes: ["weight-offset/-4"] },
  "read-oihw": {
    code: "kernel = zoo_reorder(&q, kernel, 0);",
    causes: ["kernel-layout/read-O", "kernel-layout/read-IO"],
  },
  "hwio-not-packed": { code: "kernel = zoo_reorder(&q, kernel, 1);", causes: ["kernel-layout/read-blocks"] },
  turned: { code: "kernel = zoo_reorder(&q, kernel, 2);", causes: ["kernel-layout/turned"] },
  "read-nchw": { code: "input = zoo_as_nchw(&q, input);", causes: ["input-reading/nchw"] },
  // Three input channels read three bytes late are the next pixel's.
  "input+3": { code: "input += 3;", causes: ["input-reading/offset+3", "input-channels/"] },
};

/** Behind the call: `out` is what it wrote, of `size` bytes, `c` channels in a row of `w` pixels; `before` was there before. */
const AFTER: Faults = {
  "tail-channels": {
    code: "for (i = 0; i < size; i++) if (i % c >= c - 3) out[i] = before[i];",
    causes: ["unwritten/channels-tail ", "unwritten/measured channel"],
  },
  "transfer-cut": {
    code: "for (i = size * 3 / 4; i < size; i++) out[i] = before[i];",
    causes: ["unwritten/tail ", "unwritten/rows-tail ", "unwritten/measured "],
  },
  "row-cut": {
    code: "for (i = 0; i < size; i++) if (i / c % w >= w - 2) out[i] = before[i];",
    causes: ["unwritten/columns-tail ", "unwritten/measured column"],
  },
  "channels-reversed": {
    code: "for (i = 0; i < size; i += c) for (j = 0; j < c / 2; j++) { int8_t t = out[i + j]; out[i + j] = out[i + c - 1 - j]; out[i + c - 1 - j] = t; }",
    causes: ["output-order/channels", "placement/the channels are read in reverse order"],
  },
  "unknown-bits": { code: "for (i = 5; i < size; i += 97) out[i] ^= 20;" },
  "unknown-sum": {
    code: "for (i = 1; i < size; i++) out[i] = (int8_t)((out[i] * 3 + out[i - 1] * 5 + i % 7) >> 3);",
  },
  "unknown-xor": { code: "for (i = 0; i < size; i++) out[i] ^= (int8_t)(i * 37 >> 4 & 3);" },
};

const LIMIT = "value = value < channels->low ? channels->low : value > 127 ? 127 : value;";

export const convolution: KernelFamily = {
  name: "convolution",
  file: "esp-conv2d.c",
  ops: ["esp.conv2d", "esp.depthwise_conv2d"],
  faults: { ...STORE, ...CALL, ...AFTER },
  plant(text, chosen) {
    const store = chosen(STORE)
      .replaceAll("LIMIT", LIMIT)
      .replaceAll(" }\n", " output[k] = (int8_t)value; continue; }\n");
    let result = replaceOnce(
      text,
      "#define BLOCK 16",
      `#define BLOCK 16\nextern int32_t ${FAULT};\nstatic int32_t zoo_channels;`,
    );
    result = replaceOnce(
      result,
      "    int32_t value = *shift >= 0",
      `    int32_t value;\n${store}    value = *shift >= 0`,
    );
    result = replaceOnce(result, "void espdl_conv2d_s8(", `${REORDER}\nstatic void right_conv2d_s8(`);
    return `${result}
void espdl_conv2d_s8(const struct espdl_conv2d *p, const int8_t *input, const int8_t *kernel, const int8_t *bias,
                     const int8_t *shift, int32_t shift_step, int8_t *out) {
  struct espdl_conv2d q = *p;
  static int8_t before[ZOO_BYTES];
  int32_t i, j, c = p->out_channels, w = p->out_width, size = p->batch * p->out_height * w * c;
  (void)i; (void)j; (void)w;
  for (i = 0; i < size && i < ZOO_BYTES; i++) before[i] = out[i];
  zoo_channels = c;
${chosen(CALL)}
  right_conv2d_s8(&q, input, kernel, bias, shift, shift_step, out);
${chosen(AFTER)}
}
`;
  },
};

const REORDER = `#define ZOO_BYTES 65536
/* 0: the packed bytes taken for OIHW; 1: HWIO where blocks are expected; 2: taps turned by half. */
static const int8_t *zoo_reorder(const struct espdl_conv2d *p, const int8_t *kernel, int how) {
  static int8_t plain[ZOO_BYTES], made[ZOO_BYTES];
  int32_t depthwise = p->groups > 1, I = depthwise ? 1 : p->channels, O = p->out_channels;
  int32_t H = p->kernel_height, W = p->kernel_width, n = H * W * I, r, s, i, o;
  const int8_t *from = kernel;
  int32_t start, at;
  for (start = 0; start < O; start += BLOCK)
    for (i = 0; i < n; i++)
      for (o = start; o < O && o < start + BLOCK; o++) plain[i * O + o] = *from++; /* HWIO */
  if (how == 1) return plain;
  at = 0;
  for (start = 0; start < O; start += BLOCK)
    for (r = 0; r < H; r++)
      for (s = 0; s < W; s++)
        for (i = 0; i < I; i++)
          for (o = start; o < O && o < start + BLOCK; o++)
            made[at++] = how == 0 ? plain[((o * I + i) * H + r) * W + s] : plain[(((H - 1 - r) * W + W - 1 - s) * I + i) * O + o];
  return made;
}

static const int8_t *zoo_as_nchw(const struct espdl_conv2d *p, const int8_t *input) {
  static int8_t made[ZOO_BYTES];
  int32_t pixels = p->height * p->width, i, c;
  for (i = 0; i < pixels; i++)
    for (c = 0; c < p->channels; c++) made[i * p->channels + c] = input[c * pixels + i];
  return made;
}
`;

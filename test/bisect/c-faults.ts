import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFirmware } from "../../src/board/index.js";

/** Faults of the convolution's arithmetic, by the number that the C below knows them by. */
export const STORE_FAULTS: Readonly<Record<string, string>> = {
  "half-up": "value = (acc[k] + (1 << (*shift - 1))) >> *shift; value = saturate(value) + *bias; SAT",
  "toward-zero": "value = saturate(acc[k] / (1 << *shift)) + *bias; SAT",
  "shift+1": "value = saturate(acc[k] >> (*shift + 1)) + *bias; SAT",
  "shift-2": "value = saturate(acc[k] >> (*shift - 2)) + *bias; SAT",
  "bias-before": "value = (acc[k] + *bias) >> *shift; SAT",
  "bias-missing": "value = saturate(acc[k] >> *shift); SAT",
  "bias-next": "value = saturate(acc[k] >> *shift) + channels->bias[(o + k + 1) % espdl_channels]; SAT",
  "wrap-8": "value = (int8_t)((acc[k] >> *shift) + *bias); if (value < channels->low) value = channels->low;",
  "relu-missing": "value = saturate(acc[k] >> *shift) + *bias; value = saturate(value);",
  "accumulator-16": "value = saturate((int16_t)acc[k] >> *shift) + *bias; SAT",
};

/** Faults of the call: statements before it, where `p` is the convolution and input, kernel, bias its pointers. */
export const CALL_FAULTS: Readonly<Record<string, string>> = {
  "no-padding": "q.top = q.left = 0;",
  "stride-ignored": "q.stride_x = q.stride_y = 1;",
  "dilation-2": "q.dilation_x = q.dilation_y = 2;",
  "relu-extra": "q.relu = 1;",
  "weights+1": "kernel += 1;",
  "weights-4": "kernel -= 4;",
  "read-oihw": "kernel = espdl_reorder(&q, kernel, 0);",
  "hwio-not-packed": "kernel = espdl_reorder(&q, kernel, 1);",
  turned: "kernel = espdl_reorder(&q, kernel, 2);",
  "read-nchw": "input = espdl_as_nchw(&q, input);",
  "input+3": "input += 3;",
};

/** Faults behind the call: `out` is what it wrote, of `size` bytes, `c` channels in a row of `w` pixels. */
export const AFTER_FAULTS: Readonly<Record<string, string>> = {
  "tail-channels": "for (i = 0; i < size; i++) if (i % c >= c - 3) out[i] = 0;",
  "transfer-cut": "for (i = size * 3 / 4; i < size; i++) out[i] = 0;",
  "row-cut": "for (i = 0; i < size; i++) if (i / c % w >= w - 2) out[i] = 0;",
  "channels-reversed":
    "for (i = 0; i < size; i += c) for (j = 0; j < c / 2; j++) { int8_t t = out[i + j]; out[i + j] = out[i + c - 1 - j]; out[i + c - 1 - j] = t; }",
  "unknown-bits": "for (i = 5; i < size; i += 97) out[i] ^= 20;",
  "unknown-sum": "for (i = 1; i < size; i++) out[i] = (int8_t)((out[i] * 3 + out[i - 1] * 5 + i % 7) >> 3);",
  "unknown-xor": "for (i = 0; i < size; i++) out[i] ^= (int8_t)(i * 37 >> 4 & 3);",
};

const names = (faults: Readonly<Record<string, string>>): string[] => Object.keys(faults);
/** Every fault; its number in the C is its position here plus one. */
export const FAULTS: readonly string[] = [...names(STORE_FAULTS), ...names(CALL_FAULTS), ...names(AFTER_FAULTS)];

/**
 * Puts all faults into the C of an exported project's convolution. Which one is at work, in which convolution of the model
 * (counted from 0 in execution order), is told by the environment: ESPDL_TEST_FAULT and ESPDL_TEST_LAYER.
 */
export async function plantFaults(project: string): Promise<void> {
  const { sources } = await readFirmware(project);
  const find = (name: string): string => join(project, sources.find((path) => path.endsWith(name))!);
  edit(find("esp-conv2d.c"), faultyKernel);
  edit(find("espdl_model.c"), numberedRuns);
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${path}: nothing to put a fault into`);
  writeFileSync(path, after);
}

const number = (name: string): number => FAULTS.indexOf(name) + 1;

function faultyKernel(text: string): string {
  const store = Object.entries(STORE_FAULTS)
    .map(
      ([name, code]) =>
        `    if (espdl_fault == ${number(name)}) { ${code.replace("SAT", "value = value < channels->low ? channels->low : value > 127 ? 127 : value;")} output[k] = (int8_t)value; continue; }`,
    )
    .join("\n");
  const call = Object.entries(CALL_FAULTS)
    .map(([name, code]) => `  if (espdl_fault == ${number(name)}) { ${code} }`)
    .join("\n");
  const after = Object.entries(AFTER_FAULTS)
    .map(([name, code]) => `  if (espdl_fault == ${number(name)}) { ${code} }`)
    .join("\n");
  return text
    .replace("#define BLOCK 16", `#define BLOCK 16\nint espdl_fault;\nstatic int32_t espdl_channels;\n`)
    .replace(
      /( +)(int32_t value = \*shift >= 0)/,
      `    int32_t value;\n${store}\n$1$2`.replace("int32_t value = *shift", "value = *shift"),
    )
    .replace("    int32_t value = *shift >= 0", "    value = *shift >= 0")
    .replace(
      "void espdl_conv2d_s8(const struct espdl_conv2d *p,",
      `${REORDER}\nstatic void espdl_right_conv2d_s8(const struct espdl_conv2d *p,`,
    )
    .concat(`
void espdl_conv2d_s8(const struct espdl_conv2d *p, const int8_t *input, const int8_t *kernel, const int8_t *bias,
                     const int8_t *shift, int32_t shift_step, int8_t *out) {
  struct espdl_conv2d q = *p;
  int32_t i, j, c = p->out_channels, w = p->out_width, size = p->batch * p->out_height * w * c;
  (void)i; (void)j; (void)w; (void)size;
  espdl_channels = c;
${call}
  espdl_right_conv2d_s8(&q, input, kernel, bias, shift, shift_step, out);
${after}
}
`);
}

const REORDER = `#include <stdlib.h>
/* 0: the packed bytes taken for OIHW; 1: HWIO where blocks are expected; 2: taps turned by half. */
static const int8_t *espdl_reorder(const struct espdl_conv2d *p, const int8_t *kernel, int how) {
  int32_t depthwise = p->groups > 1, I = depthwise ? 1 : p->channels, O = p->out_channels;
  int32_t H = p->kernel_height, W = p->kernel_width, n = H * W * I, r, s, i, o;
  int8_t *plain = malloc((size_t)(n * O)), *made = malloc((size_t)(n * O)); /* never freed: the test's process ends soon */
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

static const int8_t *espdl_as_nchw(const struct espdl_conv2d *p, const int8_t *input) {
  int32_t pixels = p->height * p->width, i, c;
  int8_t *made = malloc((size_t)(pixels * p->channels));
  for (i = 0; i < pixels; i++)
    for (c = 0; c < p->channels; c++) made[i * p->channels + c] = input[c * pixels + i];
  return made;
}
`;

/** Turns the fault on for the run of one convolution. */
function numberedRuns(text: string): string {
  let count = 0;
  const head = `#include <stdlib.h>
extern int espdl_fault;
static int32_t espdl_set_fault(int32_t layer) {
  const char *fault = getenv("ESPDL_TEST_FAULT"), *wanted = getenv("ESPDL_TEST_LAYER");
  espdl_fault = fault && wanted && atoi(wanted) == layer ? atoi(fault) : 0;
  return 0;
}
`;
  const body = text.replace(
    /static int32_t (run_\d+)\(void\) \{ return (tvmgen_default_esp_main_\d+\(.*\)); \}/g,
    (_, name, call) => {
      return `static int32_t ${name}(void) { int32_t code = espdl_set_fault(${count++}) + ${call}; espdl_fault = 0; return code; }`;
    },
  );
  const at = body.indexOf("static");
  return body.slice(0, at) + head + body.slice(at);
}

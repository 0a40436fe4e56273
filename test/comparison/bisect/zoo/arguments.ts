import { FAULT, type Faults, type KernelFamily, replaceOnce } from "./family.js";

/** What the exporter passes to a convolution: `own` is the layer's exponent, `other` another convolution's; sets `r`. */
const INPUT: Faults = {
  "input exponent of another layer": { code: "r = other;", causes: ["shift/"] },
};
const OUTPUT: Faults = {
  "output exponent of another layer": { code: "r = other;", causes: ["shift/"] },
  "output exponent+1": { code: "r = own + 1;", causes: ["shift/+1"] },
};

export const exponents: KernelFamily = {
  name: "exponents",
  file: "default_lib1.c",
  ops: ["esp.conv2d", "esp.depthwise_conv2d"],
  faults: { ...INPUT, ...OUTPUT },
  plant(text, chosen) {
    const call = /strides, (-?\d+), (-?\d+), (-?\d+),/g;
    const found = [...text.matchAll(call)].map(([, input, , output]) => ({ input: input!, output: output! }));
    if (found.length === 0) return text;
    const another = (name: "input" | "output", own: string): string =>
      found.map((layer) => layer[name]).find((value) => value !== own) ?? own;
    const choice = (name: string, faults: Faults): string =>
      `static int32_t zoo_${name}_exponent(int32_t own, int32_t other) {\n  int32_t r = own;\n  (void)other;\n${chosen(faults)}  return r;\n}\n`;
    const head = `\nextern int32_t ${FAULT};\n${choice("input", INPUT)}${choice("output", OUTPUT)}`;
    const calls = text.replace(
      call,
      (_, input: string, kernel: string, output: string) =>
        `strides, zoo_input_exponent(${input}, ${another("input", input)}), ${kernel}, zoo_output_exponent(${output}, ${another("output", output)}),`,
    );
    return replaceOnce(calls, '#include "tvmgen_default_calls.h"\n', `#include "tvmgen_default_calls.h"\n${head}`);
  },
};

const TABLE: Faults = { "of another layer": { code: "r = other;", causes: ["lookup/of "] } };

export const tables: KernelFamily = {
  name: "table",
  file: "default_lib1.c",
  ops: ["esp.lookup"],
  faults: TABLE,
  plant(text, chosen) {
    const call = /espdl_lookup_s8\((constant_\d+_let)/g;
    const found = [...text.matchAll(call)].map(([, name]) => name!);
    if (found.length === 0) return text;
    const head = `
extern int32_t ${FAULT};
static const int8_t *zoo_table(const int8_t *own, const int8_t *other) {
  const int8_t *r = own;
  (void)other;
${chosen(TABLE)}  return r;
}
`;
    const calls = text.replace(
      call,
      (_, own: string) => `espdl_lookup_s8(zoo_table(${own}, ${found.find((name) => name !== own) ?? own})`,
    );
    return replaceOnce(calls, '#include "tvmgen_default_calls.h"\n', `#include "tvmgen_default_calls.h"\n${head}`);
  },
};

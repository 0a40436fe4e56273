import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needs } from "../../../boards/board/tools.js";
import { schemaErrors } from "../../../cli/results-schema.js";
import { goldenRoot } from "../../../golden/cases.js";
import { bisectEdited, type Edit } from "./edited-project.js";

/** The text on one line. */
const flat = (text: string): string => text.replace(/\s+/g, " ");
const HOST = ["--board", "host"];
const STATE =
  "activation, out0);\n  static int8_t last[2048]; for (int z = 0; z < 2048; z++) { int8_t old = last[z]; last[z] = out0[z]; out0[z] = (int8_t)(out0[z] + (old >> 4)); }";
const RACE =
  "activation, out0);\n  { static int n; struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); srand((unsigned)(t.tv_nsec + n++)); for (int z = 0; z < 5; z++) out0[rand() % 2048] ^= 1 << rand() % 7; }";
/** After the convolution, in its function. */
const behind = (within: string, replace: string): Edit => ({
  file: "lib1",
  within,
  find: "activation, out0\\);",
  replace,
});
const counted = (condition: string): string =>
  `activation, out0);\n  { static int n; if (${condition}) out0[7] ^= 8; }`;
const inMain = (find: string, replace: string): Edit => ({
  file: "lib1",
  within: "__tvm_main__",
  find,
  replace,
  count: 1,
});

/** What is changed in the C of a golden case, the exit code, and what the text says, line breaks aside. */
const cases: [title: string, model: string, edits: Edit[], code: number, said: string[]][] = [
  [
    "all weights of a convolution are 0",
    "mnist_cnn",
    [{ table: "@esp_main_1#0", values: (values) => values.map(() => 0) }],
    1,
    [
      "layer 9 wrong by itself",
      "layer 9 (QLinearConv_2 + Add_2 + Relu_2): the weights of layer 9 on the board are not the model's: all 144 bytes are 0 (constant_2_let)",
      "default_lib0.c was changed since export, line 21",
    ],
  ],
  [
    "an erased page",
    "tutorial_nhwc",
    [{ table: "@esp_main_1#0", values: (v) => v.map((x, i) => (i >= 512 && i < 768 ? -1 : x)) }],
    1,
    [
      "the weights of layer 8 on the board are not the model's: 256 bytes from offset 512 are 0xFF (an erased flash page) (constant_2_let)",
    ],
  ],
  [
    "one bit of some bytes",
    "tutorial_nhwc",
    [{ table: "@esp_main_1#0", values: (v) => v.map((x, i) => (i >= 40 && i < 52 ? x ^ 4 : x)) }],
    1,
    [
      "the weights of layer 8 on the board are not the model's: 12 bytes differ, first at 40, last at 51: bit 2 of each",
    ],
  ],
  [
    "a crash",
    "mini_mobilenet",
    [
      {
        file: "lib1",
        within: "esp_main_4",
        find: "  int input_shape\\[\\]",
        replace: "  *(volatile int *)0 = 1;\n  int input_shape[]",
      },
    ],
    2,
    [
      "UNKNOWN: the 10 tensors before the board died are equal",
      "calls up to layer 18 came back, layer 21 (tvmgen_default_fused_cast_14) did not: its line closed: the program ended with SIGSEGV; run alone on the right inputs it does so as well",
    ],
  ],
  [
    "an error code",
    "residual_add",
    [{ file: "lib1", within: "esp_main_1", find: "  return 0;", replace: "  return -5;" }],
    2,
    ["calls up to layer 6 came back, layer 10 (tvmgen_default_fused_nn_relu_1) failed with code -5, expected 0"],
  ],
  [
    "right in the first run",
    "mini_mobilenet",
    [behind("esp_main_3", STATE)],
    1,
    [
      "the first is tvmgen_default_fused_cast_4_1 layer 17 not the same from run to run;",
      "does not repeat itself on equal inputs: right in the first run, wrong from the second on (11 runs); the same bytes each time",
    ],
  ],
  [
    "a race",
    "residual_add",
    [
      {
        file: "lib1",
        find: "#include <string.h>",
        replace: "#include <string.h>\n#include <stdlib.h>\n#include <time.h>",
      },
      behind("esp_main_1", RACE),
    ],
    1,
    ["layer 10 not the same from run to run; layers 13, 14, 19 only inherit", "other bytes each time"],
  ],
  [
    "one run in three",
    "residual_add",
    [behind("esp_main_1", counted("n++ % 3 == 0"))],
    1,
    ["does not repeat itself on equal inputs: wrong in 1 run of 3 (11 runs); the same bytes each time"],
  ],
  [
    "the first run only",
    "residual_add",
    [behind("esp_main_1", counted("n++ == 0"))],
    1,
    ["does not repeat itself on equal inputs: wrong in the first run only, of 11 runs"],
  ],
  [
    "a call left out",
    "mini_mobilenet",
    [inMain("  if \\(tvmgen_default_esp_main_3\\(.*\\n", "")],
    1,
    ["layer 38 (Softmax_1): the entry point does not call layer 17"],
  ],
  [
    "two calls exchanged",
    "mini_mobilenet",
    [inMain("(  if \\(tvmgen_default_esp_main_3\\(.*\\n)(  if .*\\n)", "$2$1")],
    1,
    ["layer 38 (Softmax_1): the entry point calls layer 18 before layer 17"],
  ],
  [
    "the bias of another layer",
    "mnist_cnn",
    [inMain("(esp_main_4\\(\\w+, \\w+, )\\w+,", "$1constant_8_let,")],
    1,
    [
      "the entry point hands layer 19 the bias of layer 16 (constant_8_let) where the bias of layer 19 (constant_10_let) belongs",
    ],
  ],
  [
    "a place 64 bytes too early in the entry point",
    "mini_mobilenet",
    [inMain("global_workspace_1_var\\[3072\\]", "global_workspace_1_var[3008]")],
    1,
    ["the entry point lets layer 2 write 64 bytes before its place, over the output of layer 1 (64 bytes in common)"],
  ],
  [
    "buffers that overlap, in both lists",
    "mini_mobilenet",
    [
      { file: "model", find: "workspace \\+ 6144", replace: "workspace + 6080" },
      { file: "lib1", find: "workspace_1_var\\[6144\\]", replace: "workspace_1_var[6080]" },
    ],
    1,
    [
      "layer 13 (QLinearConv_3 + Add_3): the output of layer 10 and the output of layer 13 have 64 bytes in common while layer 13 needs both",
    ],
  ],
  [
    "a late write into a tensor that is still needed",
    "residual_add",
    [
      behind(
        "esp_main_1",
        "activation, out0);\n  for (int i = 0; i < 8192; i += 64) { int8_t *p = (int8_t *)tvmgen_default_workspace + i; if ((p < in0 || p >= in0 + 2048) && (p < out0 || p >= out0 + 2048)) *p ^= 1; }",
      ),
    ],
    1,
    [
      "layer 19 wrong in the run only",
      "the output of layer 6 is changed after it was made, while layer 10 runs, before layer 19 reads it",
    ],
  ],
  [
    "an entry point that crashes",
    "residual_add",
    [inMain("  if \\(tvmgen_default_esp_main_1", "  *(volatile int *)0 = 1;\n$&")],
    2,
    [
      "the model fails: board host: its line closed: the program ended with SIGSEGV; the entry point does not come back from layer 6",
    ],
  ],
];

test.for(cases)("%s", { timeout: 240_000 }, async ([, model, edits, code, said], context) => {
  needs(context, "cc");
  if (!existsSync(join(goldenRoot, model))) return context.skip();
  const found = await bisectEdited(model, edits, HOST);
  expect(found.err).toBe("");
  for (const line of said) expect(flat(found.out)).toContain(line);
  expect(found.code).toBe(code);
  for (const line of found.out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("its JSON follows the schema", { timeout: 240_000 }, async (context) => {
  needs(context, "cc");
  const died: Edit = { file: "lib1", within: "esp_main_1", find: "  return 0;", replace: "  return -5;" };
  for (const edit of [died, behind("esp_main_1", counted("n++ == 0"))]) {
    const { out } = await bisectEdited("residual_add", [edit], [...HOST, "--json"]);
    expect(schemaErrors(out)).toEqual([]);
    expect(JSON.parse(out).changed).toEqual([
      expect.stringMatching(/default_lib1\.c was changed since export, line 78$/),
    ]);
  }
});

test("a board that repeats itself is not accused", { timeout: 240_000 }, async (context) => {
  needs(context, "cc");
  const { out, code } = await bisectEdited("residual_add", [], [...HOST, "--repeat", "3"]);
  expect(out).toContain("EQUAL: all 8 tensors (3 runs, 0 layers alone)");
  expect(code).toBe(0);
});

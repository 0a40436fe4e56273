import { type Expected, type Fault, inCall, inKernel, inModel } from "./fault.js";

function fault(
  origin: Expected,
  name: string,
  model: string,
  layer: string,
  cause: string,
  ...edits: Fault["edits"]
): Fault {
  return { name, model, edits, layer, origin, cause, decidedBy: "bytes" };
}

const ends = "return 0;";

/** State kept between runs, races, and boards that do not come back. */
export const RUNS: readonly Fault[] = [
  fault(
    "repeat",
    "state-second-run",
    "residual_add",
    "nn_relu_1",
    "a static buffer is not cleared: right in the first run, wrong from the second on",
    inCall(
      "esp_main_1",
      ends,
      "static int8_t last[2048]; for (int i = 0; i < 2048; i++) { int8_t old = last[i]; last[i] = out0[i]; out0[i] = (int8_t)(out0[i] + (old >> 4)); }\n  return 0;",
    ),
  ),
  fault(
    "repeat",
    "first-run-only",
    "mnist_cnn",
    "cast_9",
    "wrong in the first run only: a cache that was not filled",
    inCall("esp_main_2", ends, "static int runs; if (runs++ == 0) memset(out0 + 64, 0, 32);\n  return 0;"),
  ),
  fault(
    "repeat",
    "every-third-run",
    "tutorial_nhwc",
    "cast_7",
    "wrong in one run of three",
    inCall("esp_main_1", ends, "static int runs; if (runs++ % 3 == 0) out0[100] ^= 0x15;\n  return 0;"),
  ),
  fault(
    "repeat",
    "every-second-run",
    "group_conv",
    "cast_6",
    "wrong in one run of two: two buffers, one never filled",
    inCall("esp_main_0", ends, "static int runs; if (runs++ & 1) memset(out0 + 1024, 0, 256);\n  return 0;"),
  ),
  fault(
    "repeat",
    "race-random",
    "residual_add",
    "nn_relu_1",
    "a race: in each run other bytes are wrong",
    inCall(
      "esp_main_1",
      ends,
      "static uint32_t seed = 1; for (int i = 0; i < 5; i++) { seed = seed * 1664525u + 1013904223u; out0[seed >> 21] ^= 1 << (seed >> 8 & 7); }\n  return 0;",
    ),
  ),
  fault(
    "repeat",
    "race-interrupt",
    "mnist_cnn",
    "nn_relu_3",
    "an interrupt breaks a register: in one run of two one random pixel is wrong",
    inCall(
      "esp_main_3",
      ends,
      "static uint32_t seed = 7; seed = seed * 1664525u + 1013904223u; if (seed & 1u << 20) memset(out0 + 32 * (seed >> 24 & 31), 0x55, 32);\n  return 0;",
    ),
  ),
  fault(
    "repeat",
    "drift",
    "prelu_hardswish",
    "multiply_4",
    "a gain that grows with every run: an accumulator kept between runs",
    inCall(
      "fused_multiply_4",
      ends,
      "static float gain = 1.0f; for (int i = 0; i < 8192; i++) out0[i] *= gain; gain *= 1.0009765625f;\n  return 0;",
    ),
  ),
  fault(
    "repeat",
    "uninitialized",
    "split_slice",
    "cast_11",
    "the first element holds what a counter left there: never initialized",
    inCall("fused_cast_11", ends, "static int8_t junk; out0[0] = junk += 37;\n  return 0;"),
  ),
  fault(
    "died",
    "null-pointer",
    "mnist_cnn",
    "cast_13_1",
    "the call writes to address 0",
    inCall("esp_main_4", "int input_shape[]", "*(volatile int *)0 = 1;\n  int input_shape[]"),
  ),
  fault(
    "died",
    "trap",
    "tutorial_nhwc",
    "transpose_1",
    "the call traps: an assertion",
    inCall("fused_transpose_1", "static const struct", "__builtin_trap();\n  static const struct"),
  ),
  fault(
    "died",
    "wild-pointer",
    "residual_add",
    "nn_relu_1",
    "the call's output pointer is wild",
    inCall("esp_main_1", "activation, out0);", "activation, out0 + (1ll << 40));"),
  ),
  fault(
    "died",
    "stack",
    "group_conv",
    "layout_transform_1",
    "the call recurses without an end: the stack is full",
    inCall(
      "fused_layout_transform_1",
      "espdl_copy_box(&box, 1, in0, out0);",
      "volatile char room[4096]; room[0] = 1; espdl_copy_box(&box, 1, in0, out0); return tvmgen_default_fused_layout_transform_1(in0, out0) + room[0];",
    ),
  ),
  fault(
    "died",
    "hang",
    "residual_add",
    "cast_4_2",
    "the call does not end: an endless loop",
    inCall("esp_main_2", ends, "for (volatile int i = 0; i >= 0;) i = i & 1;\n  return 0;"),
  ),
  fault(
    "died",
    "hang-first",
    "negative_shift",
    "cast_4",
    "the loop of the kernel does not end: its counter is never advanced",
    inKernel("esp-conv2d.c", "oy < p->out_height; oy++)", "oy < p->out_height;)"),
  ),
  fault(
    "died",
    "error-return",
    "mnist_cnn",
    "layout_transform_2",
    "the call returns an error: -1",
    inCall("fused_layout_transform_2", ends, "return -1;"),
  ),
  {
    ...fault(
      "died",
      "error-only-third",
      "split_slice",
      "nn_relu_1",
      "the call returns an error from its third run on: out of memory, never freed",
      inCall("esp_main_1", ends, "static int runs; return runs++ < 2 ? 0 : -5;"),
    ),
    decidedBy: "nothing",
  },
  fault(
    "died",
    "exits",
    "gemm_mlp_pc",
    "nn_relu",
    "the call restarts the board: exit",
    inCall("fused_nn_relu", "espdl_lookup_s8", "extern void exit(int); exit(3);\n  espdl_lookup_s8"),
  ),
  fault(
    "died",
    "watchdog",
    "mz_two_out",
    "cast_9",
    "the call restarts the board in its second run: a watchdog",
    inCall("esp_main_2", ends, "static int runs; extern void exit(int); if (runs++) exit(1);\n  return 0;"),
  ),
  fault(
    "own",
    "table-of-calls",
    "mnist_cnn",
    "nn_relu_1",
    "the table of calls hands nn_relu_1 the weights of nn_relu",
    inModel("constant_2_let, constant_3_let, (void *)", "constant_0_let, constant_3_let, (void *)"),
  ),
];

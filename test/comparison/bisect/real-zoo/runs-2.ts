import { type Expected, type Fault, inCall, inKernel } from "./fault.js";

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

/** More state, races and deaths, by somebody who had not seen what the probes say. */
export const RUNS_2: readonly Fault[] = [
  fault(
    "repeat",
    "mean-never-cleared",
    "mnist_cnn",
    "nn_global_avg_pool2d",
    "the sum is never cleared: it grows from run to run",
    inKernel("global-avg-pool2d.c", "float sum = 0;", "static float sum;"),
  ),
  fault(
    "repeat",
    "max-cold",
    "maxpool",
    "nn_max_pool2d",
    "wrong in the first run only: the first row is not there yet",
    inCall("fused_nn_max_pool2d", "return 0;", "static int runs; if (runs++ == 0) memset(out0, 0, 128);\n  return 0;"),
  ),
  fault(
    "repeat",
    "resize-race",
    "resize_int8",
    "image_resize2d",
    "a race: in each run other bytes are wrong",
    inCall(
      "fused_image_resize2d",
      "return 0;",
      "static uint32_t seed = 3; for (int i = 0; i < 9; i++) { seed = seed * 1664525u + 1013904223u; out0[seed >> 19] ^= 0x10; }\n  return 0;",
    ),
  ),
  fault(
    "repeat",
    "input-two-buffers",
    "add_mul_const",
    "cast_1",
    "the second of two input buffers is used in every second run, and is one row late",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 3072, out0);",
      "static int runs; espdl_quantize_f32(0x1p-6f, in0, 3072, out0); if (runs++ & 1) memmove(out0, out0 + 32, 3040);",
    ),
  ),
  fault(
    "repeat",
    "layout-counter",
    "sigmoid",
    "layout_transform_1_1",
    "from the third run on the last row is what it was in the run before",
    inCall(
      "fused_layout_transform_1_1",
      "espdl_copy_box(&box, 1, in0, out0);",
      "static int runs; espdl_copy_box(&box, 1, in0, out0); if (++runs > 2) memset(out0 + 8160, runs, 32);",
    ),
  ),
  fault(
    "died",
    "pool-hangs",
    "maxpool",
    "nn_max_pool2d",
    "the pool never ends: the column is not advanced",
    inKernel("max-pool2d.c", "ox < p->out_width; ox++", "ox < p->out_width;"),
  ),
  fault(
    "died",
    "softmax-traps",
    "gap_fc_softmax",
    "nn_softmax",
    "the softmax traps",
    inCall("fused_nn_softmax", "espdl_softmax_f32(1,", "__builtin_trap(); espdl_softmax_f32(1,"),
  ),
  fault(
    "died",
    "resize-error",
    "resize_linear",
    "image_resize2d",
    "the resize returns -3",
    inCall("fused_image_resize2d", "return 0;", "return -3;"),
  ),
];

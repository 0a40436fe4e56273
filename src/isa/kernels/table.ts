import { conv } from "./conv.js";
import { elementwise } from "./elementwise.js";
import type { ChipKernel } from "./kernel.js";
import type { VectorChip } from "./library.js";
import { lut } from "./lut.js";
import { matmul } from "./matmul.js";
import { maxPool } from "./max-pool.js";
import { prelu } from "./prelu.js";
import { requantize } from "./requantize.js";
import { resize } from "./resize.js";

const BOTH: readonly VectorChip[] = ["esp32s3", "esp32p4"];
const P4: readonly VectorChip[] = ["esp32p4"];

/** The operators that ESP-DL computes by assembly, by the names of the reference kernels. */
export const CHIP_KERNELS: ReadonlyMap<string, ChipKernel> = new Map([
  ["espdl.conv", conv],
  ["espdl.matmul", matmul],
  ["espdl.add", elementwise({ stem: "add", whole: "add2d_11c" }, BOTH)],
  ["espdl.sub", elementwise({ stem: "sub" }, BOTH)],
  ["espdl.mul", elementwise({ stem: "mul" }, BOTH, true)],
  ["espdl.equal", elementwise({ stem: "equal" }, BOTH)],
  ["espdl.greater", elementwise({ stem: "greater" }, BOTH)],
  ["espdl.greater_or_equal", elementwise({ stem: "greaterorequal" }, BOTH)],
  ["espdl.less", elementwise({ stem: "less" }, BOTH)],
  ["espdl.less_or_equal", elementwise({ stem: "lessorequal" }, BOTH)],
  ["maximum", elementwise({ stem: "max4d_bchw", tail: "simdmax" }, P4)],
  ["minimum", elementwise({ stem: "min4d_bchw", tail: "simdmin" }, P4)],
  ["espdl.prelu", prelu],
  ["espdl.max_pool", maxPool],
  ["espdl.requantize", requantize],
  ["espdl.lut", lut],
  ["espdl.resize", resize],
]);

import { gruBy } from "../../../kernels-ref/espdl/gru.js";
import { lstmBy } from "../../../kernels-ref/espdl/lstm.js";
import { avgPool } from "./avg-pool.js";
import { conv } from "./conv.js";
import { elementwise } from "./elementwise.js";
import type { ChipKernel } from "./kernel.js";
import { lut } from "./lut.js";
import { matmul } from "./matmul.js";
import { maxPool } from "./max-pool.js";
import { prelu } from "./prelu.js";
import { recurrent } from "./recurrent.js";
import { requantize } from "./requantize.js";
import { resize } from "./resize.js";

/** The operators that ESP-DL computes by assembly, by the names of the reference kernels. */
export const CHIP_KERNELS: ReadonlyMap<string, ChipKernel> = new Map([
  ["espdl.conv", conv],
  ["espdl.matmul", matmul],
  ["espdl.add", elementwise({ stem: "add", whole: "add2d_11c" })],
  ["espdl.sub", elementwise({ stem: "sub" })],
  ["espdl.mul", elementwise({ stem: "mul" }, true)],
  ["espdl.equal", elementwise({ stem: "equal" })],
  ["espdl.greater", elementwise({ stem: "greater" })],
  ["espdl.greater_or_equal", elementwise({ stem: "greaterorequal" })],
  ["espdl.less", elementwise({ stem: "less" })],
  ["espdl.less_or_equal", elementwise({ stem: "lessorequal" })],
  ["espdl.prelu", prelu],
  ["espdl.max_pool", maxPool],
  ["espdl.avg_pool", avgPool],
  ["espdl.requantize", requantize],
  ["espdl.lut", lut],
  ["espdl.resize", resize],
  ["espdl.lstm", recurrent(lstmBy)],
  ["espdl.gru", recurrent(gruBy)],
]);

import type { NdArray } from "../../../kernels-ref/array.js";
import { numberAttribute } from "../../../kernels-ref/attributes.js";
import { ESPDL_ARITHMETIC } from "../../../kernels-ref/espdl/chip.js";
import { KERNELS } from "../../../kernels-ref/index.js";
import { readBack } from "./buffers.js";
import type { ChipKernel } from "./kernel.js";
import { NAMES } from "./library.js";

/** Elements that a call computes: int8 and int16, by chip. */
const BLOCK = { esp32s3: { int8: 16, int16: 8 }, esp32p4: { int8: 8, int16: 8 } } as const;

/** `espdl.lut`: one call for all whole blocks; C++ does what is left. */
export const lut: ChipKernel = (caller, [data, table], attributes, [output]) => {
  const { chip, machine } = caller;
  const dtype = data!.dtype as "int8" | "int16";
  const entries = table!.data.length;
  const step = numberAttribute(attributes, "step", 0) || (entries === 65536 ? 1 : 65536 / (entries - 1));
  if (dtype === "int16" && !Number.isInteger(Math.log2(step))) return "between two entries C++ interpolates";
  const block = BLOCK[chip][dtype];
  const blocks = Math.floor(data!.data.length / block);
  if (blocks === 0) return `fewer than ${block} elements are computed by C++`;
  const input = machine.memory.place("the input", data!.data, false);
  // The last gather of a word may read beyond the last entry.
  const padded = new Uint8Array(Math.ceil((table!.data.byteLength + 4) / 16) * 16);
  padded.set(new Uint8Array(table!.data.buffer, table!.data.byteOffset, table!.data.byteLength));
  const entriesAt = machine.memory.place("the table", padded, false);
  const result = machine.memory.allocate("the output", output!.data.byteLength, true);
  machine.cfg = 6 << 4;
  const args = [result.address, input.address, blocks, entriesAt.address];
  if (dtype === "int8") caller.call(caller.prepare(`dl_${NAMES[chip]}_s8_lut`), ...args);
  else caller.call(caller.prepare(`dl_${NAMES[chip]}_s16_lut_nearest_neighbor`), ...args, Math.log2(step));
  readBack(machine, result, output!.data);
  const done = blocks * block;
  const tail = (array: NdArray): NdArray => ({
    ...array,
    shape: [array.data.length - done],
    data: array.data.subarray(done),
  });
  KERNELS.get("espdl.lut")!([tail(data!), table!], attributes, [tail(output!)], ESPDL_ARITHMETIC[chip]);
  return undefined;
};

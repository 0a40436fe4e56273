import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import { asImage, spatialPads, spatialPair } from "../../../kernels-ref/espdl/image.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import { laneCount } from "./conv-layout.js";
import { type ChipKernel, notInteger } from "./kernel.js";
import { NAMES } from "./library.js";
import { poolSpans } from "./pool-spans.js";

/** `espdl.max_pool`: a function is called for every pixel, another for windows of 2 × 2 that are whole. */
export const maxPool: ChipKernel = (caller, [data], attributes, [output]) => {
  const { chip, machine } = caller;
  const { dtype } = data!;
  if (dtype !== "int8" && dtype !== "int16") return notInteger(dtype);
  if (dtype === "int16" && chip === "esp32p4") return "int16 is computed by C++ on esp32p4";
  const [batch, height, width, c] = asImage(data!).shape as [number, number, number, number];
  if (batch !== 1) return "a batch is computed image by image here";
  const [, outHeight, outWidth] = asImage(output!).shape as [number, number, number];
  const [kh, kw] = spatialPair(numbersAttribute(attributes, "kernel_shape"), 1);
  const [strideY, strideX] = spatialPair(numbersAttribute(attributes, "strides"), 1);
  const [top, left, bottom, right] = spatialPads(numbersAttribute(attributes, "pads"));
  const u = laneCount(data!.data);
  const bytes = 16 / u;
  const input = machine.memory.place("the input", data!.data, false);
  const result = machine.memory.allocate("the output", output!.data.byteLength, true);
  const args = new ArgumentStruct(machine, {
    1: c,
    4: width * c * bytes,
    5: c * bytes,
    9: c,
    12: kh,
    13: kw,
    15: (c % u) * bytes,
    26: Math.floor(c / u) - 1,
    32: 0,
  });
  const name = (window: string): string =>
    `dl_${NAMES[chip]}_s${8 * bytes}_${c % u === 0 ? "" : "unaligned_"}max_pool2d_${window}c1`;
  const clipped = caller.prepare(name("hw"));
  const whole = kh === 2 && kw === 2 ? caller.prepare(name("22")) : clipped;
  const columns = poolSpans(width, kw, outWidth, strideX, left, right);
  let to = result.address;
  for (const row of poolSpans(height, kh, outHeight, strideY, top, bottom)) {
    args.set(12, row.count);
    for (const column of columns) {
      args.set(13, column.count);
      const from = input.address + (row.start * width + column.start) * c * bytes;
      caller.call(row.whole && column.whole ? whole : clipped, to, from, args.address);
      to += c * bytes;
    }
  }
  readBack(machine, result, output!.data);
  return undefined;
};

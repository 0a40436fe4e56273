import { numberAttribute, numbersAttribute, stringAttribute } from "../../../kernels-ref/attributes.js";
import { asImage, spatialPair } from "../../../kernels-ref/espdl/image.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import { type ChipKernel, HALF_EVEN, notInteger } from "./kernel.js";
import { NAMES } from "./library.js";

const { fround } = Math;

/** `espdl.resize`, nearest: a function is called for every pixel of the output, or for every 2 × 2 of them. */
export const resize: ChipKernel = (caller, [data], attributes, [output]) => {
  const { chip, machine } = caller;
  if (data!.dtype !== "int8") return notInteger(data!.dtype);
  if (stringAttribute(attributes, "mode") !== "nearest") return "linear is computed by C++";
  const [, height, width, c] = asImage(data!).shape as [number, number, number, number];
  const [, outHeight, outWidth] = asImage(output!).shape as [number, number, number];
  const scales = numbersAttribute(attributes, "scales");
  const [vertical, horizontal] = spatialPair(scales, 1);
  const doubles = scales.length === 2 && vertical === 2 && horizontal === 2;
  const shift = numberAttribute(attributes, "output_exponent") - numberAttribute(attributes, "input_exponent");
  const input = machine.memory.place("the input", data!.data, false);
  const result = machine.memory.allocate("the output", output!.data.byteLength, true);
  const args = new ArgumentStruct(machine, {
    1: height,
    2: width,
    3: c,
    5: c,
    6: outWidth * c,
    10: Math.floor(c / 16),
    11: c % 16,
    12: Math.max(shift, 0),
    13: shift < 0 ? 1 << -shift : 1,
    22: 0,
  });
  // Resize sets no rounding mode: what is read is which one an operator before it left.
  machine.cfg = machine.readings.resizeRounding === "half-even" ? HALF_EVEN : 0;
  const name = `dl_${NAMES[chip]}_s8_${c % 16 === 0 ? "" : "unaligned_"}resize_nearest_${doubles ? "2x2_" : ""}c1`;
  const prepared = caller.prepare(name);
  const call = (y: number, x: number, fromY: number, fromX: number): number =>
    caller.call(
      prepared,
      result.address + (y * outWidth + x) * c,
      input.address + (fromY * width + fromX) * c,
      args.address,
    );
  if (doubles) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) call(2 * y, 2 * x, y, x);
  } else {
    const [down, along] = [vertical, horizontal].map((scale) => fround(1 / fround(scale))) as [number, number];
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++)
        call(
          y,
          x,
          Math.min(Math.trunc(fround(y * down)), height - 1),
          Math.min(Math.trunc(fround(x * along)), width - 1),
        );
  }
  readBack(machine, result, output!.data);
  return undefined;
};

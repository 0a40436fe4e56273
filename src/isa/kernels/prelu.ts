import { numberAttribute } from "../../../kernels-ref/attributes.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import { laneCount } from "./conv-layout.js";
import { type ChipKernel, HALF_EVEN, notInteger } from "./kernel.js";
import { NAMES } from "./library.js";

/** `espdl.prelu`: a function is called for every pixel. */
export const prelu: ChipKernel = (caller, [data, slope], attributes, [output]) => {
  const { chip, machine } = caller;
  const { dtype, shape } = data!;
  if (dtype !== "int8" && dtype !== "int16") return notInteger(dtype);
  if (dtype === "int16" && chip === "esp32p4") return "int16 is computed by C++ on esp32p4";
  const channels = shape.at(-1)!;
  if (slope!.data.length !== channels) return "one slope for all channels is spread by C++";
  const u = laneCount(data!.data);
  const bytes = 16 / u;
  const input = machine.memory.place("the input", data!.data, false);
  const alpha = machine.memory.place("the slopes", slope!.data, false);
  const result = machine.memory.allocate("the output", output!.data.byteLength, true);
  const rescale = numberAttribute(attributes, "rescale");
  const vectors = Math.floor(channels / u);
  const pairs = Math.max(Math.floor(vectors / 2) - 1, 0);
  const args = new ArgumentStruct(machine, {
    1: channels,
    3: channels,
    9: channels,
    11: channels,
    20: alpha.address,
    21: numberAttribute(attributes, "shift"),
    22: pairs,
    23: vectors - 2 * pairs - 1,
    24: vectors,
    25: vectors - 1,
    34: (channels % u) * bytes,
    43: Math.max(rescale, 0),
    44: rescale < 0 ? 2 ** -rescale : 1,
    62: 0,
  });
  if (dtype === "int8") machine.cfg = HALF_EVEN;
  const aligned = channels % u === 0;
  const prepared = caller.prepare(`dl_${NAMES[chip]}_s${8 * bytes}_${aligned ? "" : "unaligned_"}prelu_11c`);
  for (let at = 0; at < data!.data.byteLength; at += channels * bytes)
    caller.call(prepared, result.address + at, input.address + at, args.address);
  readBack(machine, result, output!.data);
  return undefined;
};

import { numberAttribute } from "../../../kernels-ref/attributes.js";
import { runsInVectors } from "../../../kernels-ref/espdl/requantize-vector.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import { laneCount } from "./conv-layout.js";
import { type ChipKernel, HALF_EVEN } from "./kernel.js";
import { NAMES } from "./library.js";

/** `espdl.requantize`: one call for the whole tensor, if it has more than 50 integers. */
export const requantize: ChipKernel = (caller, [data], attributes, [output]) => {
  const { chip, machine } = caller;
  const shift = numberAttribute(attributes, "output_exponent") - numberAttribute(attributes, "input_exponent");
  const size = data!.data.length;
  if (!runsInVectors(data!.dtype, output!.dtype, size, shift))
    return "few elements, floats or equal exponents are computed by C++";
  const [ins, outs] = [laneCount(data!.data), laneCount(output!.data)];
  const input = machine.memory.place("the input", data!.data, false);
  const result = machine.memory.allocate("the output", output!.data.byteLength, true);
  const args = new ArgumentStruct(machine, {
    0: input.address,
    1: result.address,
    2: Math.floor(size / outs),
    3: (size % ins) * (16 / ins),
    4: (size % outs) * (16 / outs),
    5: Math.max(shift, 0),
    6: shift < 0 ? 1 << -shift : -1,
  });
  machine.cfg = HALF_EVEN;
  const name = `dl_${NAMES[chip]}_s${128 / outs}_s${128 / ins}_requantize_linear`;
  caller.call(caller.prepare(name), result.address, input.address, args.address);
  readBack(machine, result, output!.data);
  return undefined;
};

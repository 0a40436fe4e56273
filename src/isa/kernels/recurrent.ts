import type { NdArray } from "../../../kernels-ref/array.js";
import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import { ESPDL_ARITHMETIC } from "../../../kernels-ref/espdl/chip.js";
import { type GateSums, gateSums, gateVector } from "../../../kernels-ref/espdl/gate-sums.js";
import type { Kernel } from "../../../kernels-ref/operator.js";
import type { Region } from "../machine/memory.js";
import { readBack } from "./buffers.js";
import type { KernelCaller } from "./caller.js";
import { type ChipKernel, HALF_EVEN, notInteger } from "./kernel.js";
import { NAMES } from "./library.js";

/**
 * `espdl.lstm` and `espdl.gru`: C++ calls a function for each row of a matrix of whole vectors; the gates themselves, and all
 * other rows, are C++. @param by the reference with other products
 */
export const recurrent =
  (by: (sums: GateSums) => Kernel): ChipKernel =>
  (caller, inputs, attributes, outputs) => {
    const arithmetic = ESPDL_ARITHMETIC[caller.chip];
    const [x, w, r] = inputs as readonly [NdArray, NdArray, NdArray];
    if (!/^int(8|16)$/.test(x.dtype)) return notInteger(x.dtype);
    const shifts = numbersAttribute(attributes, "shifts");
    const width = (matrix: NdArray, index: number): number =>
      gateVector(
        matrix.data.BYTES_PER_ELEMENT,
        x.data.BYTES_PER_ELEMENT,
        matrix.shape[2]!,
        shifts[index]!,
        arithmetic.vector,
      );
    if (width(w, 0) === 0 && width(r, 1) === 0) return "products of these sizes and shifts are computed by C++";
    by(executedSums(caller))(inputs, attributes, outputs, arithmetic);
    return undefined;
  };

/** The products by the chip's function where it has one for them, else by the reference. */
function executedSums(caller: KernelCaller): GateSums {
  const { chip, machine } = caller;
  const { memory } = machine;
  const regions = new Map<string | object, Region>();
  const region = (key: string | object, make: () => Region): Region => {
    const known = regions.get(key) ?? make();
    regions.set(key, known);
    return known;
  };
  return (matrix, row, vector, at, columns, shift, arithmetic, out) => {
    const [each, item] = [matrix.BYTES_PER_ELEMENT, vector.BYTES_PER_ELEMENT];
    if (gateVector(each, item, columns, shift, arithmetic.vector) === 0) {
      gateSums(matrix, row, vector, at, columns, shift, arithmetic, out);
      return;
    }
    const rows = region(matrix, () => memory.place("the matrix", matrix, false));
    const data = region(`vector ${columns}`, () => memory.allocate("the vector", columns * item, false));
    const sums = region(`sums ${out.length}`, () => memory.allocate("the sums", out.byteLength, true));
    const rounding = region(`rounding ${shift}`, () =>
      memory.place("the rounding", BigInt64Array.of(shift === 0 ? 0n : 1n << BigInt(shift - 1)), false),
    );
    const given = vector.subarray(at, at + columns);
    memory.u8.set(new Uint8Array(given.buffer, given.byteOffset, given.byteLength), data.address);
    machine.cfg = HALF_EVEN;
    const prepared = caller.prepare(`dl_${NAMES[chip]}_dotprod_i${8 * item}k${8 * each}o16`);
    for (let gate = 0; gate < out.length; gate++) {
      const from = rows.address + (row + gate * columns) * each;
      caller.call(prepared, sums.address + 2 * gate, from, data.address, shift, columns, rounding.address);
    }
    readBack(machine, sums, out);
  };
}

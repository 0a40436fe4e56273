import { numberAttribute } from "../../../kernels-ref/attributes.js";
import type { VectorChip } from "../../../kernels-ref/index.js";
import type { Attributes } from "../../../kernels-ref/operator.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import { laneCount } from "./conv-layout.js";
import { mergeShapes, rowOffsets } from "./elementwise-rows.js";
import { type ChipKernel, HALF_EVEN, notInteger } from "./kernel.js";
import { NAMES } from "./library.js";

/** How the functions of an operator are called. */
interface ElementwiseNames {
  readonly stem: string;
  /** Rows of whole vectors on both sides, where that function is called otherwise. */
  readonly whole?: string;
}

/**
 * An operator with two operands: a function is called once for every row of the innermost axis, after axes were merged;
 * rows below 16 bytes are C++.
 * @param rounds whether the C++ sets the rounding mode before it
 */
export function elementwise(names: ElementwiseNames, rounds = false): ChipKernel {
  return (caller, [left, right], attributes, [output]) => {
    const { chip, machine } = caller;
    const { dtype } = left!;
    if (dtype !== "int8" && dtype !== "int16") return notInteger(dtype);
    const merged = mergeShapes(left!.shape, right!.shape);
    const u = laneCount(left!.data);
    const length = merged.output.at(-1)!;
    if (length < u) return `rows of ${length} are computed by C++`;
    if (merged.output.length > 4) return `${merged.output.length} axes are left after merging, at most 4 are computed`;
    const bytes = 16 / u;
    const a = machine.memory.place("the left operand", left!.data, false);
    const b = machine.memory.place("the right operand", right!.data, false);
    const result = machine.memory.allocate("the output", output!.data.byteLength, true);
    const vectors = Math.floor(length / u);
    const pairs = Math.max(Math.floor(vectors / 2) - 1, 0);
    const [lengthA, lengthB] = [merged.left.at(-1)!, merged.right.at(-1)!];
    const args = new ArgumentStruct(machine, {
      3: lengthA,
      7: lengthB,
      11: length,
      16: vectors - 1,
      17: pairs,
      18: vectors - 2 * pairs - 1,
      19: (length % u) * bytes,
      20: shiftOf(attributes),
      25: 1,
    });
    if (rounds) machine.cfg = HALF_EVEN;
    const prepared = caller.prepare(nameOf(chip, names, u, lengthA, lengthB));
    rowOffsets(merged).forEach(([fromA, fromB], row) => {
      const to = result.address + row * length * output!.data.BYTES_PER_ELEMENT;
      caller.call(prepared, to, a.address + fromA * bytes, b.address + fromB * bytes, args.address);
    });
    readBack(machine, result, output!.data);
    return undefined;
  };
}

/** Output exponent minus those of the operands; 0 where the operator looks at none. */
function shiftOf(attributes: Attributes): number {
  if (attributes.output_exponent === undefined) return 0;
  const [output, left, right] = ["output_exponent", "left_exponent", "right_exponent"].map((name) =>
    numberAttribute(attributes, name),
  );
  return output! - left! - right!;
}

function nameOf(chip: VectorChip, { stem, whole }: ElementwiseNames, u: number, left: number, right: number): string {
  const base = `dl_${NAMES[chip]}_s${128 / u}_`;
  if (left % u === 0 && right % u === 0 && whole) return base + whole;
  const [a, b] = [left === 1 && right !== 1 ? 1 : u, right === 1 ? 1 : u];
  const long = b === 1 ? left : right;
  const isWhole = a === u && b === u ? left % u === 0 && right % u === 0 : long % u === 0;
  return `${base}${stem}_w1_${a}_w2_${b}${isWhole ? "" : "_unaligned"}`;
}

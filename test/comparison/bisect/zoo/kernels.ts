import { exponents, tables } from "./arguments.js";
import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { add, dequantize, lookup, quantize } from "./elementwise.js";
import { type CFault, FAULT, type Faults, type KernelFamily } from "./family.js";
import { generated } from "./generated.js";
import { copy, resize } from "./movement.js";
import { maxPool2d, mean } from "./pools.js";
import { softmax } from "./softmax.js";

/** Every kernel that faults are put into. */
export const KERNEL_FAMILIES: readonly KernelFamily[] = [
  convolution,
  dense,
  add,
  generated,
  exponents,
  tables,
  lookup,
  quantize,
  dequantize,
  maxPool2d,
  mean,
  resize,
  softmax,
  copy,
];

/** A fault of a kernel, and the number that the C knows it by. */
export interface KernelFault extends CFault {
  readonly family: KernelFamily;
  readonly name: string;
  readonly number: number;
}

export const KERNEL_FAULTS: readonly KernelFault[] = KERNEL_FAMILIES.flatMap((family) =>
  Object.entries(family.faults).map(([name, fault]) => ({ ...fault, family, name })),
).map((fault, position) => ({ ...fault, number: position + 1 }));

/** Statements, each behind an `if` for its fault. */
export const chosen =
  (family: KernelFamily) =>
  (faults: Faults): string =>
    Object.entries(faults)
      .map(([name, { code }]) => {
        const { number } = KERNEL_FAULTS.find((fault) => fault.family === family && fault.name === name)!;
        return `  if (${FAULT} == ${number}) { ${code} }\n`;
      })
      .join("");

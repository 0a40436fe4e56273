import { COMMON_ARITHMETIC } from "../machine/common-arithmetic.js";
import { type Family, type Operation, op } from "../machine/instruction.js";
import { RISCV } from "./source.js";

const move: Operation = ({ x }, z, a) => {
  x[z] = x[a]!;
};

/** Integer arithmetic, modulo 2^32. */
export const RISCV_ARITHMETIC: Family = {
  name: "RISC-V arithmetic",
  source: RISCV,
  instructions: {
    ...COMMON_ARITHMETIC,
    // The assembler takes `add` with a number for `addi`: an operand `n` is a register, or a number kept in none.
    add: op("d a n", ({ x }, z, a, b, value) => {
      x[z] = x[a]! + (b < 0 ? value : x[b]!);
    }),
    mul: op("d a a", ({ x }, z, a, b) => {
      x[z] = Math.imul(x[a]!, x[b]!);
    }),
    andi: op("d a i", ({ x }, z, a, value) => {
      x[z] = x[a]! & value;
    }),
    slti: op("d a i", ({ x }, z, a, value) => {
      x[z] = x[a]! < value ? 1 : 0;
    }),
    mv: op("d a", move),
    li: op("d i", ({ x }, z, value) => {
      x[z] = value;
    }),
    lui: op("d i", ({ x }, z, value) => {
      x[z] = value << 12;
    }),
    // Shift counts are 5 bits wide.
    slli: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! << n;
    }),
    srli: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! >>> n;
    }),
    srai: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! >> n;
    }),
    sll: op("d a a", ({ x }, z, a, b) => {
      x[z] = x[a]! << x[b]!;
    }),
    srl: op("d a a", ({ x }, z, a, b) => {
      x[z] = x[a]! >>> x[b]!;
    }),
    sra: op("d a a", ({ x }, z, a, b) => {
      x[z] = x[a]! >> x[b]!;
    }),
  },
};

import { UNPINNED, type Unpinned } from "../../../kernels-ref/vector-unit.js";
import { Memory } from "./memory.js";

/** Integer registers: 16 on Xtensa, 32 on RISC-V, and one that takes what is written to RISC-V's `zero`. */
const INTEGER_REGISTERS = 33;
/** Where a write to RISC-V's `zero` goes. */
export const SINK = 32;
/** Vector registers q0 to q7, and one for a result while its operands are still needed. */
const VECTOR_REGISTERS = 9;
/** The vector register of a half-made result. */
export const SCRATCH = 8;

/** The program counter of a function that has returned. */
export const RETURNED = -1;

/** The registers of either chip, and its memory. Instructions are functions on it. */
export class Machine {
  readonly memory = new Memory();
  /** a0-a15 (Xtensa) or x0-x31 (RISC-V). */
  readonly x = new Int32Array(INTEGER_REGISTERS);
  /** f0-f15 or f0-f31, IEEE single. */
  readonly f = new Float32Array(32);
  /** q0-q7 as lanes of 8, 16 and 32 bits, little endian: lane i of a width is element i of that register. */
  readonly q8 = new Int8Array(VECTOR_REGISTERS * 16);
  readonly q16 = new Int16Array(this.q8.buffer);
  readonly q32 = new Int32Array(this.q8.buffer);
  readonly qu8 = new Uint8Array(this.q8.buffer);
  readonly qu16 = new Uint16Array(this.q8.buffer);
  /**
   * QACC. ESP32-S3: 16 limbs of 20 bits, sign extended; an int16 lane i of 40 bits is limb 2i (low) and 2i+1 (high).
   * ESP32-P4: 16 words of 32 bits; an int16 lane i of 64 bits is word 2i (low) and 2i+1 (high).
   */
  readonly qacc = new Int32Array(16);
  /** ACCX (ESP32-S3) or XACC (ESP32-P4): an integer of 40 bits, signed. */
  readonly acc = new Float64Array(1);
  /** Shift amount in bits, 6 bits wide. */
  sar = 0;
  /** Shift amount in bytes, 4 bits wide. */
  sarByte = 0;
  /** ESP32-P4's configuration word; bits 7:4 are the rounding mode. */
  cfg = 0;
  /** Index of the next instruction, or `RETURNED`. */
  pc = RETURNED;
  /** The zero-overhead loop: when the instruction before `lend` falls through and `lcount` is not 0, go to `lbeg`. */
  lbeg = -1;
  lend = -1;
  lcount = 0;
  /** Callers' registers, for Xtensa's windows. */
  readonly windows: { readonly x: Int32Array; readonly rotation: number; readonly pc: number }[] = [];
  /** The rotation that a windowed call asked for, until `entry` makes it. */
  callIncrement = 0;

  constructor(readonly readings: Unpinned = UNPINNED) {}
}

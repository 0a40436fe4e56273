/** Where the RISC-V core is described. */
export const RISCV =
  "The RISC-V Instruction Set Manual, Volume I: RV32I, M and F, and the assembler's pseudoinstructions";

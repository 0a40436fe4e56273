/** Where the Xtensa core is described. */
export const XTENSA = "Xtensa Instruction Set Architecture (ISA) summary, Cadence, chapter Instruction Descriptions";

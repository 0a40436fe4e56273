import { type Isa, instructionTable } from "../machine/isa.js";
import { prefixed } from "../machine/prefix.js";
import { RISCV_ARITHMETIC } from "../riscv/arithmetic.js";
import { RISCV_BRANCHES } from "../riscv/branches.js";
import { RISCV_FLOAT } from "../riscv/float.js";
import { RISCV_MEMORY } from "../riscv/memory.js";
import { VECTOR_COMPARE } from "../vector/compare.js";
import { VECTOR_EXTREMES } from "../vector/extremes.js";
import { VECTOR_LOADS } from "../vector/loads.js";
import { VECTOR_LOGIC } from "../vector/logic.js";
import { VECTOR_MOVES } from "../vector/moves.js";
import { VECTOR_SPLICE } from "../vector/splice.js";
import { VECTOR_STORES } from "../vector/stores.js";
import { VECTOR_ZIP } from "../vector/zip.js";
import { P4_ACCUMULATE_INT8 } from "./accumulate-int8.js";
import { P4_ACCUMULATE_INT16 } from "./accumulate-int16.js";
import { P4_ACTIVATIONS } from "./activations.js";
import { P4_ADD } from "./add.js";
import { P4_EXTEND } from "./extend.js";
import { P4_EXTREMES } from "./extremes.js";
import { P4_QACC_MEMORY } from "./qacc-memory.js";
import { P4_QACC_MOVES } from "./qacc-moves.js";
import { P4_QACC_SHIFT } from "./qacc-shift.js";
import { P4_SHIFTS } from "./shifts.js";
import { P4_SPECIAL } from "./special.js";
import { P4_XACC } from "./xacc.js";

const FAMILIES = [
  RISCV_ARITHMETIC,
  RISCV_MEMORY,
  RISCV_BRANCHES,
  RISCV_FLOAT,
  ...[
    VECTOR_LOADS,
    VECTOR_STORES,
    VECTOR_MOVES,
    VECTOR_LOGIC,
    VECTOR_COMPARE,
    VECTOR_EXTREMES,
    VECTOR_SPLICE,
    VECTOR_ZIP,
  ].map((family) => prefixed("esp.", family)),
  P4_ADD,
  P4_EXTREMES,
  P4_ACCUMULATE_INT8,
  P4_ACCUMULATE_INT16,
  P4_XACC,
  P4_QACC_MOVES,
  P4_QACC_MEMORY,
  P4_QACC_SHIFT,
  P4_ACTIVATIONS,
  P4_SHIFTS,
  P4_EXTEND,
  P4_SPECIAL,
];

const X_NAMES =
  "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split(" ");
const F_NAMES =
  "ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11".split(
    " ",
  );

const named = (names: readonly string[], letter: string): [string, number][] =>
  names.flatMap((name, i): [string, number][] => [
    [name, i],
    [`${letter}${i}`, i],
  ]);

/** ESP32-P4: RV32IMF with the processor instruction extensions. */
export const ESP32P4: Isa = {
  chip: "esp32p4",
  families: FAMILIES,
  instructions: instructionTable(FAMILIES),
  integer: new Map([...named(X_NAMES, "x"), ["fp", 8]]),
  float: new Map(named(F_NAMES, "f")),
  zero: true,
  calling: { arguments: [10, 11, 12, 13, 14, 15, 16, 17], result: 10, stack: 2, link: 1 },
};

import { type Isa, instructionTable } from "../machine/isa.js";
import { prefixed } from "../machine/prefix.js";
import { VECTOR_COMPARE } from "../vector/compare.js";
import { VECTOR_EXTREMES } from "../vector/extremes.js";
import { VECTOR_LOADS } from "../vector/loads.js";
import { VECTOR_LOGIC } from "../vector/logic.js";
import { VECTOR_MOVES } from "../vector/moves.js";
import { VECTOR_SPLICE } from "../vector/splice.js";
import { VECTOR_STORES } from "../vector/stores.js";
import { VECTOR_ZIP } from "../vector/zip.js";
import { XTENSA_ARITHMETIC } from "../xtensa/arithmetic.js";
import { XTENSA_BRANCHES } from "../xtensa/branches.js";
import { XTENSA_CALLS } from "../xtensa/calls.js";
import { XTENSA_FLOAT } from "../xtensa/float.js";
import { XTENSA_LOOPS } from "../xtensa/loops.js";
import { XTENSA_MEMORY } from "../xtensa/memory.js";
import { XTENSA_MOVES } from "../xtensa/moves.js";
import { XTENSA_SHIFTS } from "../xtensa/shifts.js";
import { S3_ACCUMULATE_INT8 } from "./accumulate-int8.js";
import { S3_ACCUMULATE_INT16 } from "./accumulate-int16.js";
import { S3_ACCX } from "./accx.js";
import { S3_ADD } from "./add.js";
import { S3_MISC } from "./misc.js";
import { S3_MULTIPLY } from "./multiply.js";
import { S3_QACC_MEMORY } from "./qacc-memory.js";
import { S3_QACC_MOVES } from "./qacc-moves.js";
import { S3_QACC_SHIFT } from "./qacc-shift.js";
import { S3_SILICON } from "./silicon.js";

const FAMILIES = [
  XTENSA_ARITHMETIC,
  XTENSA_MOVES,
  XTENSA_SHIFTS,
  XTENSA_MEMORY,
  XTENSA_BRANCHES,
  XTENSA_LOOPS,
  XTENSA_CALLS,
  XTENSA_FLOAT,
  ...[
    VECTOR_LOADS,
    VECTOR_STORES,
    VECTOR_MOVES,
    VECTOR_LOGIC,
    VECTOR_COMPARE,
    VECTOR_EXTREMES,
    VECTOR_SPLICE,
    VECTOR_ZIP,
  ].map((family) => prefixed("ee.", family)),
  S3_ADD,
  S3_ACCUMULATE_INT8,
  S3_ACCUMULATE_INT16,
  S3_ACCX,
  S3_QACC_MOVES,
  S3_QACC_MEMORY,
  S3_QACC_SHIFT,
  S3_MULTIPLY,
  S3_MISC,
  S3_SILICON,
];

const numbered = (letter: string, count: number): [string, number][] =>
  Array.from({ length: count }, (_, i) => [`${letter}${i}`, i]);

/** ESP32-S3: Xtensa LX7 with the processor instruction extensions. */
export const ESP32S3: Isa = {
  chip: "esp32s3",
  families: FAMILIES,
  instructions: instructionTable(FAMILIES),
  integer: new Map([...numbered("a", 16), ["sp", 1]]),
  float: new Map(numbered("f", 16)),
  zero: false,
  calling: { arguments: [2, 3, 4, 5, 6, 7], result: 2, stack: 1, link: 0 },
};

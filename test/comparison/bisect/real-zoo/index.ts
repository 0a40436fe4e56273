import { CONV } from "./conv.js";
import { ENTRY } from "./entry.js";
import type { Fault } from "./fault.js";
import { GEOMETRY } from "./geometry.js";
import { INPUTS } from "./inputs.js";
import { OPERATORS } from "./operators.js";
import { RUNS } from "./runs.js";
import { TABLES } from "./tables.js";

/** The faults, apart by kind. */
export const KINDS = {
  tables: TABLES,
  conv: CONV,
  geometry: GEOMETRY,
  operators: OPERATORS,
  inputs: INPUTS,
  entry: ENTRY,
  runs: RUNS,
} as const;

export const FAULTS: readonly Fault[] = Object.values(KINDS).flat();

import { ARITHMETIC } from "./arithmetic.js";
import { CHAINS } from "./chains.js";
import { DENSE } from "./dense.js";
import { ENTRY } from "./entry.js";
import type { Fault } from "./fault.js";
import { GEOMETRY } from "./geometry.js";
import { INPUTS } from "./inputs.js";
import { MOVEMENT } from "./movement.js";
import { POINTERS } from "./pointers.js";
import { POOLS } from "./pools.js";
import { RUNS } from "./runs.js";
import { TABLES } from "./tables.js";

/** The faults, apart by kind. */
export const KINDS = {
  tables: TABLES,
  pointers: POINTERS,
  arithmetic: ARITHMETIC,
  geometry: GEOMETRY,
  pools: POOLS,
  chains: CHAINS,
  movement: MOVEMENT,
  dense: DENSE,
  inputs: INPUTS,
  entry: ENTRY,
  runs: RUNS,
} as const;

export const FAULTS: readonly Fault[] = Object.values(KINDS).flat();

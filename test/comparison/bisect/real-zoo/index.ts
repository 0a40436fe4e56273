import { ARITHMETIC } from "./arithmetic.js";
import { CHAINS } from "./chains.js";
import { CHAINS_2 } from "./chains-2.js";
import { DENSE } from "./dense.js";
import { ENTRY } from "./entry.js";
import type { Fault } from "./fault.js";
import { GEOMETRY } from "./geometry.js";
import { INPUTS } from "./inputs.js";
import { INPUTS_2 } from "./inputs-2.js";
import { MOVEMENT } from "./movement.js";
import { MOVEMENT_2 } from "./movement-2.js";
import { POINTERS } from "./pointers.js";
import { POOLS } from "./pools.js";
import { POOLS_2 } from "./pools-2.js";
import { RUNS } from "./runs.js";
import { RUNS_2 } from "./runs-2.js";
import { TABLES } from "./tables.js";
import { THIRD } from "./third.js";

/** The faults, apart by kind. */
export const KINDS = {
  tables: TABLES,
  pointers: POINTERS,
  arithmetic: ARITHMETIC,
  geometry: GEOMETRY,
  pools: [...POOLS, ...POOLS_2],
  chains: [...CHAINS, ...CHAINS_2],
  movement: [...MOVEMENT, ...MOVEMENT_2],
  dense: DENSE,
  inputs: [...INPUTS, ...INPUTS_2],
  entry: ENTRY,
  runs: [...RUNS, ...RUNS_2],
  third: THIRD,
} as const;

export const FAULTS: readonly Fault[] = Object.values(KINDS).flat();

import { elementwise } from "./elementwise.js";
import { floats } from "./floats.js";
import { movement } from "./movement.js";
import { pair } from "./pair.js";
import { pool } from "./pool.js";
import type { Probe } from "./probe.js";
import { product } from "./product.js";

/** One a family of operators; the first that applies is used. The last applies to everything. */
export const PROBES: readonly Probe[] = [product, elementwise, pair, pool, movement, floats];

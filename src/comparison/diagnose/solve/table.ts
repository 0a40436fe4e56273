import { average } from "./average.js";
import { blend } from "./blend.js";
import { chain } from "./chain.js";
import { constantIndex } from "./constant-index.js";
import { fixed } from "./fixed.js";
import { floatConv } from "./float-conv.js";
import { gather } from "./gather.js";
import { line } from "./line.js";
import { loop } from "./loop/loop.js";
import { meanPlaces } from "./mean-places.js";
import { pair } from "./pair.js";
import { pitch } from "./pitch.js";
import { pool } from "./pool.js";
import { poolWindow } from "./pool-window.js";
import { product, productBars } from "./product.js";
import { quantize } from "./quantize.js";
import { resample } from "./resample.js";
import { softmax } from "./softmax.js";
import type { Solver } from "./solution.js";
import { source } from "./source.js";
import { unary } from "./unary.js";
import { unwritten } from "./unwritten.js";
import { valueMap } from "./value-map.js";
import { wiring } from "./wiring.js";

/** Those that say the most first. To add one: a file, and its name here. */
export const SOLVERS: readonly Solver[] = [
  unwritten,
  product,
  quantize,
  chain,
  constantIndex,
  softmax,
  loop,
  unary,
  pair,
  poolWindow,
  pool,
  meanPlaces,
  average,
  line,
  fixed,
  gather,
  resample,
  blend,
  floatConv,
  pitch,
  source,
  wiring,
  valueMap,
];

/** Cheap ones that measure what can be drawn. */
export const DRAWN: readonly Solver[] = [unwritten, productBars, unary, gather, resample];

import type { Layer, Program } from "../../ir/graph/program.js";
import { aligned, type Interval } from "./interval.js";
import { bytesOf, lifetimes, type OutputCopy, type Place, type PlanOptions, type SharedBytes } from "./lifetimes.js";
import { linkBytes } from "./link-buffers.js";
import { packArena } from "./pack.js";

/** A piece of the arena. Results that share bytes (a tensor and its reshape) share the buffer. */
export interface ArenaBuffer extends SharedBytes {
  /** From the start of the arena; a multiple of 16. */
  readonly offset: number;
}

/** Where every tensor of a program lives. All sizes are bytes. */
export interface MemoryPlan {
  readonly arenaBytes: number;
  /** The largest sum of (aligned) bytes that are live at once: no plan for the same calls needs less. */
  readonly lowerBound: number;
  readonly buffers: readonly ArenaBuffer[];
  /** By layer and output. */
  readonly places: readonly (readonly Place[])[];
  readonly copies: readonly OutputCopy[];
  /** Aligned bytes of the arena that are live while a layer runs, by layer. */
  readonly live: readonly number[];
  /** Constants, each aligned to 16, in flash. */
  readonly weightBytes: number;
  /** The caller's memory: outside of the arena. */
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** RAM of the debug link, where it is compiled in. */
  readonly linkBytes: number;
}

/**
 * Plans one static arena for the results of all calls. The model's inputs and outputs are the caller's, constants are
 * flash; neither is in the arena. The same program gives the same plan.
 */
export function planMemory(program: Program, options: PlanOptions = {}): MemoryPlan {
  const { places, buffers, copies } = lifetimes(program, options);
  const { offsets, bytes, lowerBound } = packArena(buffers);
  return {
    arenaBytes: bytes,
    lowerBound,
    buffers: buffers.map((buffer, i) => ({ ...buffer, offset: offsets[i] as number })),
    places,
    copies,
    live: program.layers.map(({ index }) => liveBytes(buffers, index)),
    weightBytes: sum(program.layers.map((layer) => (layer.kind === "param" ? aligned(layerBytes(layer)) : 0))),
    inputBytes: sum(program.layers.map((layer) => (layer.kind === "input" ? layerBytes(layer) : 0))),
    outputBytes: sum(program.outputs.map(({ layer, output }) => bytesOf(program.layers[layer]!.types[output]!))),
    linkBytes: linkBytes(program),
  };
}

function liveBytes(intervals: readonly Interval[], layer: number): number {
  return sum(intervals.map(({ bytes, first, last }) => (first <= layer && layer <= last ? aligned(bytes) : 0)));
}

const layerBytes = (layer: Layer): number => sum(layer.types.map(bytesOf));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

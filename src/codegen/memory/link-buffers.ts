import type { Program } from "../../ir/graph/program.js";
import { aligned } from "./interval.js";
import { bytesOf } from "./lifetimes.js";

/** The static data of templates/board/link.c: a frame of each direction, what is known of the last requests; where it watches. */
const FRAMES = 1620;
/** Of a call: the time that it took. */
const CALL_COST = 8;

/** RAM that the debug link takes: buffers for the inputs and outputs, each aligned, a cost a call, frames. */
export function linkBytes(program: Program): number {
  const inputs = program.layers.filter((layer) => layer.kind === "input").map(({ types: [type] }) => bytesOf(type!));
  const outputs = program.outputs.map(({ layer, output }) => bytesOf(program.layers[layer]!.types[output]!));
  const calls = program.layers.filter((layer) => layer.kind === "call").length;
  const buffers = [...inputs, ...outputs].reduce((sum, bytes) => sum + aligned(Math.max(bytes, 1)), 0);
  return buffers + Math.max(calls, 1) * CALL_COST + FRAMES;
}

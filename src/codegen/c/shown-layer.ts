import { sizeOf } from "../../../kernels-ref/array.js";
import type { Network } from "./network.js";
import { cType } from "./number.js";
import { storageNames } from "./sources.js";

/** A tensor as default_lib1.c names it, for an example of how to print one. */
export interface ShownLayer {
  readonly name: string;
  readonly type: string;
  readonly elements: number;
}

/** The first int8 result of a network's calls, else the first of any type; undefined where it has no calls. */
export function shownLayer(network: Network): ShownLayer | undefined {
  const { program, functions } = network;
  const inputs = program.layers.filter((layer) => layer.kind === "input").length;
  const names = storageNames(functions, inputs);
  const found = functions.find(({ call }) => call.types[0]!.dtype === "int8") ?? functions[0];
  if (found === undefined) return undefined;
  const { dtype, shape } = found.call.types[0]!;
  return { name: names.get(`${found.call.index}:0`)!, type: cType(dtype), elements: sizeOf(shape) };
}

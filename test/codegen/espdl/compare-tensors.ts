import { toBytes } from "../../../src/base/tensor/dtype.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { HostBatch } from "../host-batch.js";
import { nameOf, type PortableProgram } from "./cases.js";

/** Tensors of a run in C that are the reference's byte for byte (any NaN is NaN), and the first that is not. */
export function compareTensors(
  batch: HostBatch,
  { golden, program, feeds, lanes }: PortableProgram,
): { readonly equal: number; readonly different?: string } {
  const inputs = program.layers.flatMap((layer) =>
    layer.kind === "input" ? [toBytes(feeds.get(layer.name)!.data)] : [],
  );
  const name = nameOf(golden, lanes);
  const found = batch.runModel(name, Buffer.concat(inputs));
  const { layers } = interpret(program, feeds);
  const tensors = new Map(layers.map(({ id, tensor }) => [id, tensor]));
  const wanted = [
    ...program.layers.flatMap((layer) =>
      layer.kind === "call" ? layer.types.map((_, i) => outputId(layer.id, i)) : [],
    ),
    ...program.outputs.map(({ layer, output }) => outputId(program.layers[layer]!.id, output)),
  ];
  let at = 0;
  for (const [count, id] of wanted.entries()) {
    const expected = tensors.get(id)!;
    const size = expected.data.byteLength;
    const part = new Uint8Array(found.subarray(at, at + size));
    at += size;
    const Storage = expected.data.constructor as Float32ArrayConstructor;
    const got = new Storage(part.buffer);
    const element = got.findIndex((value, i) => !Object.is(value, expected.data[i]));
    if (part.length !== size || element >= 0)
      return {
        equal: count,
        different: `${name} ${id}: element ${element} is ${got[element]}, not ${expected.data[element]}`,
      };
  }
  return at === found.length
    ? { equal: wanted.length }
    : { equal: 0, different: `${name}: ${found.length - at} bytes more` };
}

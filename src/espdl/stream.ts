import { sizeOf } from "../../kernels-ref/index.js";
import { Tensor } from "../base/tensor/tensor.js";
import { STATE_SUFFIX } from "./import/node-view.js";
import type { EspdlModel } from "./model.js";
import { type EspdlRun, espdlRunner, type RunEspdlOptions } from "./run.js";

/**
 * Runs a streaming model chunk after chunk, starting from empty caches, on a sequence of frames.
 * @param sequences by input name: the input's shape but for one axis, that of the frames, which is a multiple of it
 * @returns what each run gave, in order
 * @throws UserError as `espdlRunner`.
 */
export function runStream(
  model: EspdlModel,
  sequences: ReadonlyMap<string, Tensor>,
  options: RunEspdlOptions,
): EspdlRun[] {
  const caches = model.graph.nodes
    .filter(({ opType }) => opType === "StreamingCache")
    .map(({ outputs }) => outputs[0]!);
  const wanted = [...(options.wanted ?? []), ...caches];
  const runner = espdlRunner(model, { ...options, wanted, streams: true });
  const shapes = new Map(model.graph.inputs.map(({ name, dims }) => [name, dims as readonly number[]]));
  const [[name, first]] = [...sequences] as [[string, Tensor]];
  const count = first.size / sizeOf(shapes.get(name)!);
  let states = new Map<string, Tensor>();
  const runs: EspdlRun[] = [];
  for (let index = 0; index < count; index++) {
    const feeds = new Map(states);
    for (const [name, tensor] of sequences) feeds.set(name, chunk(tensor, shapes.get(name)!, index));
    const run = runner(feeds);
    runs.push(run);
    states = new Map(caches.map((cache) => [cache + STATE_SUFFIX, run.states.get(cache + STATE_SUFFIX)!]));
  }
  return runs;
}

/** The `index`-th part of `shape` along the one axis in which a longer tensor differs from it. */
function chunk(tensor: Tensor, shape: readonly number[], index: number): Tensor {
  const axis = Math.max(
    shape.findIndex((length, i) => length !== tensor.shape[i]),
    0,
  );
  const inner = sizeOf(shape.slice(axis));
  const stride = sizeOf(tensor.shape.slice(axis));
  const part = Tensor.zeros(tensor.dtype, shape);
  for (let outer = 0; outer < part.size / inner; outer++)
    for (let i = 0; i < inner; i++) part.data[outer * inner + i] = tensor.data[outer * stride + index * inner + i]!;
  return part;
}

/** The last frames of chunks joined along the axis in which `shape` differs from them, as many as `shape` has. */
export function lastFrames(chunks: readonly Tensor[], shape: readonly number[]): Tensor {
  const [first] = chunks as readonly [Tensor, ...Tensor[]];
  const axis = Math.max(
    shape.findIndex((length, i) => length !== first.shape[i]),
    0,
  );
  const inner = sizeOf(first.shape.slice(axis));
  const wanted = sizeOf(shape.slice(axis));
  const joined = Tensor.zeros(first.dtype, shape);
  for (let outer = 0; outer < joined.size / wanted; outer++) {
    for (let i = 0; i < wanted; i++) {
      const at = chunks.length * inner - wanted + i;
      joined.data[outer * wanted + i] = chunks[Math.floor(at / inner)]!.data[outer * inner + (at % inner)]!;
    }
  }
  return joined;
}

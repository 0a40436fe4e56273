import { numberAttribute } from "../../../kernels-ref/attributes.js";
import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer, Operand, Program } from "../../ir/graph/program.js";
import { call } from "../interpreter/run-layer.js";
import { BatchTensor, hasFiniteValues } from "./batch.js";
import type { GraphSession, OpenGraph } from "./graph-session.js";
import { quantizeEntry } from "./quantize-entry.js";
import type { Port, Segment } from "./segment.js";
import { keyOf } from "./segments.js";
import { toSigned } from "./signed-bytes.js";

/** The tensors of one batch by operand. */
export type BatchValues = Map<string, BatchTensor>;

/** The segments of a program, loaded. */
export class Executor {
  private constructor(
    private readonly program: Program,
    private readonly arithmetic: Arithmetic,
    readonly segments: readonly Segment[],
    private readonly sessions: readonly (GraphSession | undefined)[],
  ) {}

  static async open(
    program: Program,
    arithmetic: Arithmetic,
    segments: readonly Segment[],
    open: OpenGraph,
  ): Promise<Executor> {
    const sessions: (GraphSession | undefined)[] = [];
    for (const { model } of segments) sessions.push(model && (await open(model)));
    return new Executor(program, arithmetic, segments, sessions);
  }

  /**
   * Runs all segments.
   * @param samples one map a sample, by input name
   * @returns undefined when a value that float kernels would take is no finite number: nothing is proved of those
   */
  async run(samples: readonly ReadonlyMap<string, Tensor>[]): Promise<BatchValues | undefined> {
    const values: BatchValues = new Map();
    for (const { kind, index, name } of this.program.layers) {
      if (kind !== "input") continue;
      values.set(keyOf({ layer: index, output: 0 }), BatchTensor.ofSamples(samples.map((sample) => sample.get(name)!)));
    }
    for (const [i, segment] of this.segments.entries()) {
      if (segment.kind === "entry") this.runEntry(segment, values, samples.length);
      else if (segment.kind === "reference") this.runReference(segment, values, samples.length);
      else if (!(await runFast(segment, this.sessions[i]!, values))) return undefined;
    }
    return values;
  }

  async close(): Promise<void> {
    for (const session of this.sessions) await session?.close();
  }

  private runEntry(segment: Segment, values: BatchValues, count: number): void {
    for (const layer of segment.calls) {
      const input = values.get(keyOf(layer.inputs[0]!))!;
      const result = layer.op === "reshape" ? input.reshaped(layer.types[0]!.shape) : quantized(layer, input);
      if (result === undefined) this.runReference({ ...segment, calls: [layer] }, values, count);
      else values.set(keyOf({ layer: layer.index, output: 0 }), result);
    }
  }

  private runReference(segment: Segment, values: BatchValues, count: number): void {
    for (const layer of segment.calls) {
      const results = Array.from({ length: count }, (_, sample) => {
        const input = (operand: Operand): Tensor => {
          const from = this.program.layers[operand.layer]!;
          return from.kind === "param" ? from.tensor : values.get(keyOf(operand))!.samples[sample]!;
        };
        return call(layer, layer.inputs.map(input), this.arithmetic);
      });
      layer.types.forEach((_, output) => {
        const samples = results.map((tensors) => tensors[output]!);
        values.set(keyOf({ layer: layer.index, output }), BatchTensor.ofSamples(samples));
      });
    }
  }
}

function quantized({ attributes }: CallLayer, input: BatchTensor): BatchTensor | undefined {
  const bytes = quantizeEntry(input.samples, Math.fround(numberAttribute(attributes, "scale")));
  return bytes && BatchTensor.unsigned(bytes);
}

async function runFast(segment: Segment, session: GraphSession, values: BatchValues): Promise<boolean> {
  const feeds = new Map<string, Tensor>();
  for (const { name, operand, zero } of segment.inputs) {
    const batch = values.get(keyOf(operand))!;
    if (zero === undefined && !hasFiniteValues(batch.stacked)) return false;
    feeds.set(name, zero === undefined ? batch.stacked : batch.unsigned);
  }
  const results = await session.run(feeds);
  for (const port of segment.outputs)
    values.set(keyOf(port.operand), BatchTensor.stacked(delivered(port, results.get(port.name)!)));
  return true;
}

function delivered({ unsignedZeros, zero }: Port, batch: Tensor): Tensor {
  if (zero !== undefined) return toSigned(batch, zero);
  if (unsignedZeros) withoutNegativeZeros(batch.data as Float32Array);
  return batch;
}

function withoutNegativeZeros(data: Float32Array): void {
  for (let i = 0; i < data.length; i++) data[i] = data[i]! + 0;
}

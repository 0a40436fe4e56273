import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Operand, Program } from "../../ir/graph/program.js";
import { Session } from "../../quantization/ort/session.js";
import { call } from "../interpreter/run-layer.js";
import { stacked, unstacked } from "./batch.js";
import { keyOf, type Segment } from "./segments.js";

/** The tensors of one batch by operand: one a sample. */
export type BatchValues = Map<string, readonly Tensor[]>;

/** The segments of a program, loaded. */
export class Executor {
  private constructor(
    private readonly program: Program,
    private readonly arithmetic: Arithmetic,
    readonly segments: readonly Segment[],
    private readonly sessions: readonly (Session | undefined)[],
  ) {}

  static async open(
    program: Program,
    arithmetic: Arithmetic,
    segments: readonly Segment[],
    threads: number,
  ): Promise<Executor> {
    const sessions: (Session | undefined)[] = [];
    for (const { model } of segments) sessions.push(model && (await Session.open(model, { optimize: true, threads })));
    return new Executor(program, arithmetic, segments, sessions);
  }

  /** Runs all segments. @param samples one map a sample, by input name */
  async run(samples: readonly ReadonlyMap<string, Tensor>[]): Promise<BatchValues> {
    const values: BatchValues = new Map();
    for (const layer of this.program.layers) {
      if (layer.kind === "input")
        values.set(
          keyOf({ layer: layer.index, output: 0 }),
          samples.map((sample) => sample.get(layer.name)!),
        );
    }
    for (const [i, segment] of this.segments.entries()) {
      const session = this.sessions[i];
      if (session === undefined) this.runReference(segment, values, samples.length);
      else await this.runFast(segment, session, values);
    }
    return values;
  }

  async close(): Promise<void> {
    for (const session of this.sessions) await session?.close();
  }

  private async runFast(segment: Segment, session: Session, values: BatchValues): Promise<void> {
    const feeds = new Map(segment.inputs.map(({ name, operand }) => [name, stacked(values.get(keyOf(operand))!)]));
    const results = await session.run(feeds);
    for (const { name, operand, unsignedZeros } of segment.outputs) {
      const batch = results.get(name)!;
      if (unsignedZeros) withoutNegativeZeros(batch.data as Float32Array);
      values.set(keyOf(operand), unstacked(batch));
    }
  }

  private runReference(segment: Segment, values: BatchValues, count: number): void {
    for (const layer of segment.calls) {
      const results = Array.from({ length: count }, (_, sample) => {
        const input = (operand: Operand): Tensor => {
          const from = this.program.layers[operand.layer]!;
          return from.kind === "param" ? from.tensor : values.get(keyOf(operand))![sample]!;
        };
        return call(layer, layer.inputs.map(input), this.arithmetic);
      });
      layer.types.forEach((_, output) => {
        values.set(
          keyOf({ layer: layer.index, output }),
          results.map((tensors) => tensors[output]!),
        );
      });
    }
  }
}

function withoutNegativeZeros(data: Float32Array): void {
  for (let i = 0; i < data.length; i++) data[i] = data[i]! + 0;
}

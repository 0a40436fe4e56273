import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import { checkFeeds } from "../interpreter/feeds.js";
import { interpret } from "../interpreter/interpret.js";
import { coverageOf, type FastCoverage } from "./coverage.js";
import type { BatchValues, Executor } from "./executor.js";
import { lazyTrace } from "./lazy-trace.js";
import { keyOf } from "./segments.js";

type Feeds = ReadonlyMap<string, Tensor>;

/** A program, loaded: runs batches. */
export interface BatchRunner {
  readonly executor: Executor;
  /** @returns one result a batch, as `Executor.run` gives it */
  run(batches: readonly (readonly Feeds[])[]): Promise<(BatchValues | undefined)[]>;
  close(): Promise<void>;
}

/**
 * Runs a program on many samples with exactly the integers of the reference interpreter, on the float kernels of ONNX
 * Runtime. Every layer that is proved exact runs there, batched; the others run in the reference kernels.
 */
export class FastRunner {
  private works: Partial<Record<"all" | "outputs", Promise<BatchRunner>>> = {};

  constructor(
    /** The program as given; traces have its layers. */
    readonly program: Program,
    private readonly fused: Program,
    private readonly arithmetic: Arithmetic,
    private readonly model: string,
    private readonly batchSize: number,
    /** Loads the fused program; `keep` "all": for every layer. */
    private readonly open: (keep: "all" | "outputs") => Promise<BatchRunner>,
  ) {}

  /** Which calls run fast. */
  async coverage(): Promise<FastCoverage> {
    return coverageOf((await this.work("outputs")).executor.segments);
  }

  /**
   * The outputs of the program, in its order, for each sample.
   * @param samples one tensor an input by name, batch axis 1, dtype and shape of the program's input
   * @throws UserError when a sample does not fit the program.
   */
  async run(samples: readonly Feeds[]): Promise<Tensor[][]> {
    const batches = this.batches(samples);
    const values = await (await this.work("outputs")).run(batches);
    return batches.flatMap((batch, i) => this.outputs(values[i], batch));
  }

  /**
   * One trace a sample, equal to that of `interpret`: the same layers, ids and integers. Tensors of layers that are only
   * steps inside a fused call are computed when they are read.
   * @throws UserError as `run`.
   */
  async trace(samples: readonly Feeds[]): Promise<Trace[]> {
    const batches = this.batches(samples);
    const values = await (await this.work("all")).run(batches);
    return batches.flatMap((batch, i) => batch.map((feeds, sample) => this.traceOf(values[i], feeds, sample)));
  }

  /** Frees the native memory; the runner cannot be used afterwards. */
  async close(): Promise<void> {
    for (const work of Object.values(this.works)) await (await work).close();
    this.works = {};
  }

  private outputs(values: BatchValues | undefined, batch: readonly Feeds[]): Tensor[][] {
    if (values === undefined) return batch.map((feeds) => this.referenceOutputs(feeds));
    return batch.map((feeds, i) =>
      this.fused.outputs.map((operand) => {
        const layer = this.fused.layers[operand.layer]!;
        return layer.kind === "param"
          ? layer.tensor
          : (values.get(keyOf(operand))?.samples[i] ?? feeds.get(layer.name)!);
      }),
    );
  }

  private referenceOutputs(feeds: Feeds): Tensor[] {
    const { layers } = interpret(this.program, feeds, { arithmetic: this.arithmetic, keep: "outputs" });
    const byId = new Map(layers.map(({ id, tensor }) => [id, tensor]));
    return this.program.outputs.map(({ layer, output }) => byId.get(outputId(this.program.layers[layer]!.id, output))!);
  }

  private traceOf(values: BatchValues | undefined, feeds: Feeds, sample: number): Trace {
    const known = new Map<string, Tensor>();
    for (const layer of this.fused.layers) {
      layer.types.forEach((_, output) => {
        const tensor = values?.get(keyOf({ layer: layer.index, output }))?.samples[sample];
        if (tensor !== undefined) known.set(outputId(layer.id, output), tensor);
      });
    }
    return lazyTrace(this.program, known, feeds, this.arithmetic, this.model);
  }

  private work(keep: "all" | "outputs"): Promise<BatchRunner> {
    this.works[keep] ??= this.open(keep);
    return this.works[keep];
  }

  private batches(samples: readonly Feeds[]): (readonly Feeds[])[] {
    for (const feeds of samples) checkFeeds(this.program, feeds);
    const count = Math.ceil(samples.length / this.batchSize);
    return Array.from({ length: count }, (_, i) => samples.slice(i * this.batchSize, (i + 1) * this.batchSize));
  }
}

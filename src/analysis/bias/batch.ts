import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { call } from "../../execution/interpreter/run-layer.js";
import type { CallLayer } from "../../ir/graph/program.js";

/** Values of a program's layers for many samples at once: one list of outputs a sample, or one for all of a constant. */
export class BatchValues {
  private readonly values = new Map<number, readonly (readonly Tensor[])[]>();

  constructor(
    private readonly samples: number,
    private readonly arithmetic: Arithmetic,
  ) {}

  /** @param outputs one list a sample; a single list where all samples have the same */
  set(layer: number, outputs: readonly (readonly Tensor[])[]): void {
    this.values.set(layer, outputs);
  }

  /** Runs a call on every sample; once where no operand depends on the sample. */
  run(layer: CallLayer): readonly (readonly Tensor[])[] {
    const constant = layer.inputs.every((operand) => this.values.get(operand.layer)!.length === 1);
    const count = constant ? 1 : this.samples;
    const outputs = Array.from({ length: count }, (_, sample) =>
      call(
        layer,
        layer.inputs.map((operand) => this.of(operand.layer, sample)[operand.output]!),
        this.arithmetic,
      ),
    );
    this.set(layer.index, outputs);
    return outputs;
  }

  of(layer: number, sample: number): readonly Tensor[] {
    const outputs = this.values.get(layer) as readonly (readonly Tensor[])[];
    return outputs[outputs.length === 1 ? 0 : sample] as readonly Tensor[];
  }

  free(layers: Iterable<number>): void {
    for (const layer of layers) this.values.delete(layer);
  }
}

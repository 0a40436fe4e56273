import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { createFastRunner } from "../../execution/fast/runner.js";
import { call } from "../../execution/interpreter/run-layer.js";
import type { CallLayer, Layer } from "../../ir/graph/program.js";

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
  async run(layer: CallLayer): Promise<readonly (readonly Tensor[])[]> {
    const constant = layer.inputs.every((operand) => this.values.get(operand.layer)!.length === 1);
    const operands = layer.inputs.map((operand) => this.of(operand.layer, 0)[operand.output]!);
    const outputs = constant ? [call(layer, operands, this.arithmetic)] : await this.runAlone(layer);
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

  /** The call as a program of its own, on the fast kernels. */
  private async runAlone(layer: CallLayer): Promise<Tensor[][]> {
    const layers: Layer[] = layer.inputs.map((operand, index) => {
      const tensor = this.of(operand.layer, 0)[operand.output]!;
      const type = { dtype: tensor.dtype, shape: tensor.shape };
      const base = { index, name: `input${index}`, id: `input${index}`, types: [type], onnx: [] };
      const constant = this.values.get(operand.layer)!.length === 1;
      return constant ? { kind: "param", ...base, tensor } : { kind: "input", ...base };
    });
    const index = layers.length;
    layers.push({ ...layer, index, inputs: layer.inputs.map((_, position) => ({ layer: position, output: 0 })) });
    const outputs = layer.types.map((_, output) => ({ layer: index, output }));
    const runner = createFastRunner({ layers, outputs }, { arithmetic: this.arithmetic });
    try {
      const feeds = Array.from({ length: this.samples }, (_, sample) => {
        const own = layers.flatMap((each, position) =>
          each.kind === "input" ? [[each.name, this.operand(layer, position, sample)] as const] : [],
        );
        return new Map(own);
      });
      return await runner.run(feeds);
    } finally {
      await runner.close();
    }
  }

  private operand({ inputs }: CallLayer, position: number, sample: number): Tensor {
    const { layer, output } = inputs[position]!;
    return this.of(layer, sample)[output]!;
  }
}

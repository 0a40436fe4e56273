import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxValueInfo } from "../../formats/onnx/model.js";
import { Session } from "../ort/session.js";
import { checkSample, type Samples } from "./samples.js";

/** Receives one tensor of the sample with the given index; `data` is valid only during the call. */
export type ActivationVisitor = (name: string, data: Float32Array, sample: number) => void;

/** A float model whose intermediate tensors can be looked at, one sample at a time: no activation is ever kept. */
export class Activations {
  private constructor(
    private readonly session: Session,
    private readonly inputs: readonly OnnxValueInfo[],
    private readonly names: readonly string[],
    private readonly fetch: readonly string[],
  ) {}

  /** @param names float32 tensors of the model: inputs, intermediate values or outputs */
  static async open(model: OnnxModel, names: readonly string[]): Promise<Activations> {
    const { graph } = model;
    const inputs = new Set(graph.inputs.map((input) => input.name));
    const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
    const fetch = names.filter((name) => !inputs.has(name));
    for (const name of fetch) {
      if (!outputs.has(name))
        outputs.set(name, graph.valueInfo.get(name) ?? { name, dtype: "float32", shape: undefined });
    }
    const session = await Session.open({ ...model, graph: { ...graph, outputs: [...outputs.values()] } });
    return new Activations(session, graph.inputs, names, fetch);
  }

  /**
   * Runs every sample and visits the tensors of each in the order of `names`.
   * @returns the number of samples
   * @throws UserError on no samples, or a sample that does not fit the model.
   */
  async pass(samples: Samples, visit: ActivationVisitor, onSample?: (done: number) => void): Promise<number> {
    let count = 0;
    for await (const sample of samples) {
      checkSample(this.inputs, sample, count);
      const results = this.fetch.length === 0 ? new Map<string, Tensor>() : await this.session.run(sample, this.fetch);
      for (const name of this.names) {
        const tensor = (results.get(name) ?? sample.get(name)) as Tensor;
        visit(name, tensor.data as Float32Array, count);
      }
      count++;
      onSample?.(count);
    }
    if (count === 0)
      throw new UserError(
        "no samples: give at least one, in an array or an object that can be walked over more than once",
      );
    return count;
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}

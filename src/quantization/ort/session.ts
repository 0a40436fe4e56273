import type * as ort from "onnxruntime-node";
import { UserError } from "../../base/errors.js";
import { type DType, fromBytes, toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { serializeModel } from "../../formats/onnx/write.js";
import { loadRuntime } from "./runtime.js";

/** A model's input or output as ONNX Runtime declares it; a symbolic dimension is its name. */
export interface SessionValue {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

/**
 * Threads of one inference. Fixed, so that the bits do not depend on the number of cores; two, because ONNX Runtime adds
 * a convolution's products in another order on a single thread than on any larger number.
 */
const THREADS = 2;

export interface SessionOptions {
  /** Let ONNX Runtime rewrite the graph, for speed: where every sum is exact in any order the bits stay. Default: false. */
  readonly optimize?: boolean;
  /** Threads of one inference. Default: 2. */
  readonly threads?: number;
}

/** A model loaded into ONNX Runtime, by default exactly as written, without graph optimization: two runs give the same bits. */
export class Session {
  private constructor(
    private readonly runtime: typeof ort,
    private readonly session: ort.InferenceSession,
    readonly inputs: readonly SessionValue[],
    readonly outputs: readonly SessionValue[],
  ) {}

  /** @throws UserError when ONNX Runtime refuses the model. */
  static async open(model: OnnxModel | Uint8Array, options: SessionOptions = {}): Promise<Session> {
    const { optimize = false, threads = THREADS } = options;
    const bytes = model instanceof Uint8Array ? model : serializeModel(model);
    // Loading the native library takes longer than a whole run of a small network that does not need it.
    const runtime = await loadRuntime();
    runtime.env.logLevel = "fatal";
    try {
      const session = await runtime.InferenceSession.create(bytes, {
        executionProviders: ["cpu"],
        graphOptimizationLevel: optimize ? "all" : "disabled",
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        // A second thread that spins while it waits takes the core from whatever else runs.
        // What stands between QuantizeLinear and DequantizeLinear is meant as it is written.
        extra: { session: { intra_op: { allow_spinning: "0" }, disable_quant_qdq: "1" } },
        logSeverityLevel: 4,
      });
      return new Session(runtime, session, session.inputMetadata.map(declared), session.outputMetadata.map(declared));
    } catch (error) {
      throw new UserError(`ONNX Runtime cannot load the model: ${reason(error)}`);
    }
  }

  /**
   * One inference.
   * @param feeds one tensor for every input, by name
   * @param fetch names of the outputs wanted; all of them when left out
   * @throws UserError when an input is missing or ONNX Runtime refuses its type or shape.
   */
  async run(feeds: ReadonlyMap<string, Tensor>, fetch?: readonly string[]): Promise<Map<string, Tensor>> {
    const values: Record<string, ort.Tensor> = {};
    for (const { name } of this.inputs) {
      const tensor = feeds.get(name);
      if (tensor === undefined)
        throw new UserError(`${printable(name)}: the model needs this input and no tensor was given for it`);
      values[name] = new this.runtime.Tensor(tensor.dtype, tensor.data as ort.Tensor.DataType, tensor.shape);
    }
    const results = await this.invoke(values, fetch);
    const outputs = new Map<string, Tensor>();
    for (const [name, value] of Object.entries(results)) outputs.set(name, fromOrt(name, value));
    return outputs;
  }

  /** Frees the native memory; the session cannot be used afterwards. */
  async close(): Promise<void> {
    await this.session.release();
  }

  private async invoke(
    values: Record<string, ort.Tensor>,
    fetch: readonly string[] | undefined,
  ): Promise<ort.InferenceSession.OnnxValueMapType> {
    try {
      return fetch === undefined ? await this.session.run(values) : await this.session.run(values, fetch);
    } catch (error) {
      throw new UserError(`ONNX Runtime cannot run the model: ${reason(error)}`);
    }
  }
}

function declared(value: ort.InferenceSession.ValueMetadata): SessionValue {
  if (!value.isTensor || value.type === "string") {
    throw new UserError(`${printable(value.name)}: the model's inputs and outputs must be numeric tensors`);
  }
  return { name: value.name, dtype: value.type as DType, shape: value.shape };
}

function fromOrt(name: string, value: ort.OnnxValue): Tensor {
  const tensor = value as ort.Tensor;
  if (tensor.type === "string")
    throw new UserError(`${printable(name)}: the model's outputs must be numeric tensors, got strings`);
  const dtype = tensor.type as DType;
  const data = tensor.data as unknown as Uint8Array;
  // float16 arrives as Float16Array where the engine has one; the project keeps raw bits.
  return new Tensor(dtype, tensor.dims, dtype === "float16" ? fromBytes(dtype, toBytes(data)) : data);
}

/** The beginning of ONNX Runtime's message, on one line. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}

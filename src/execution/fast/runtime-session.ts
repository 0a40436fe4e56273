import type * as ort from "onnxruntime-node";
import type { DType } from "../../../kernels-ref/array.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { serializeModel } from "../../formats/onnx/write.js";
import type { GraphSession, OpenGraph } from "./graph-session.js";

/** What a build of ONNX Runtime exports: `onnxruntime-web`, whole. */
export type OnnxRuntime = Pick<typeof ort, "InferenceSession" | "Tensor">;

/**
 * Sessions of a build of ONNX Runtime that the caller has loaded: a page its WebAssembly. What stands between
 * QuantizeLinear and DequantizeLinear is meant as it is written.
 */
export function sessionsOf(runtime: OnnxRuntime): OpenGraph {
  return async (model) => {
    const session = await runtime.InferenceSession.create(serializeModel(model), {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      extra: { session: { disable_quant_qdq: "1" } },
      logSeverityLevel: 4,
    });
    return new RuntimeSession(runtime, session);
  };
}

class RuntimeSession implements GraphSession {
  constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: ort.InferenceSession,
  ) {}

  async run(feeds: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>> {
    const values: Record<string, ort.Tensor> = {};
    for (const [name, { dtype, data, shape }] of feeds)
      values[name] = new this.runtime.Tensor(dtype as "float32", data as Float32Array, shape);
    const results = await this.session.run(values);
    const outputs = Object.entries(results).map(([name, { type, dims, data }]) => {
      return [name, new Tensor(type as DType, dims, data as Float32Array)] as const;
    });
    return new Map(outputs);
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

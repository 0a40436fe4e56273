import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";

/** A graph of ONNX, loaded: ONNX Runtime's, in Node or in a browser. */
export interface GraphSession {
  /** One run. @param feeds one tensor for every input, by name @returns all outputs, by name */
  run(feeds: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>>;
  /** Frees its memory. */
  close(): Promise<void>;
}

/** Loads a graph of sums that are exact in any order; on one thread. */
export type OpenGraph = (model: OnnxModel) => Promise<GraphSession>;

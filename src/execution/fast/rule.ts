import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, TensorType } from "../../ir/graph/graph.js";
import type { CallLayer } from "../../ir/graph/program.js";
import type { Emitter } from "./emitter.js";
import type { Held } from "./held.js";

/** A call whose operands are held in the graph or known. */
export interface FastCall {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Held | Tensor)[];
  /** Of the operands, in the program. */
  readonly inputTypes: readonly TensorType[];
  readonly type: TensorType;
  readonly arithmetic: Arithmetic;
  /** The calls that take its result. */
  readonly readers: readonly CallLayer[];
}

/**
 * Emits one operator; undefined when it cannot be proved that float32 kernels give its integers, and the reference runs
 * it. What was emitted until then is dead and is dropped by ONNX Runtime.
 */
export type FastRule = (call: FastCall, emitter: Emitter) => Held | undefined;

export function isHeld(input: Held | Tensor | undefined): input is Held {
  return input !== undefined && "name" in input;
}

export function isTensor(input: Held | Tensor | undefined): input is Tensor {
  return input !== undefined && !("name" in input);
}

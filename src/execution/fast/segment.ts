import type { OnnxModel } from "../../formats/onnx/model.js";
import type { CallLayer, Operand } from "../../ir/graph/program.js";

/** A tensor that enters or leaves a segment: what it is called in the graph, and which operand of the program it is. */
export interface Port {
  readonly name: string;
  readonly operand: Operand;
  /** A float whose zeros have no sign in the reference; the graph may give −0. */
  readonly unsignedZeros: boolean;
  /** Where the graph has uint8 for int8: the byte that stands for 0. */
  readonly zero?: number;
}

/** Calls that run together, one after the other. */
export interface Segment {
  /** `onnx`: in ONNX Runtime; `reference`: kernel by kernel; `entry`: real inputs made integers while they are batched. */
  readonly kind: "onnx" | "reference" | "entry";
  readonly calls: readonly CallLayer[];
  /** Of kind `onnx`. */
  readonly model?: OnnxModel;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

import type { OnnxNode } from "../../../formats/onnx/model.js";
import type { Draft } from "../draft.js";

/** Adds the quantized form of a float node to the draft, or the node itself if it must stay in float. */
export type OperatorQuantizer = (draft: Draft, node: OnnxNode) => void;

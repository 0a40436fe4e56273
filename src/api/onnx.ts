export type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from "../formats/onnx/model.js";
export { parseModel } from "../formats/onnx/parse.js";
export { readModel } from "../formats/onnx/read.js";
export { inferShapes } from "../formats/onnx/shape/infer.js";
export { serializeModel } from "../formats/onnx/write.js";
export { Session } from "../quantization/ort/session.js";

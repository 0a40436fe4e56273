import type { OnnxAttribute } from "../../formats/onnx/model.js";

export type Attributes = Readonly<Record<string, OnnxAttribute>>;

export const int = (value: number): OnnxAttribute => ({ type: "int", value });
export const ints = (value: readonly number[]): OnnxAttribute => ({ type: "ints", value });
export const float = (value: number): OnnxAttribute => ({ type: "float", value });
export const floats = (value: readonly number[]): OnnxAttribute => ({ type: "floats", value });
export const text = (value: string): OnnxAttribute => ({ type: "string", value });
export const texts = (value: readonly string[]): OnnxAttribute => ({ type: "strings", value });

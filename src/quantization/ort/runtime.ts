import type * as ort from "onnxruntime-node";

/**
 * ONNX Runtime, loaded when it is first needed. Its telemetry (a device id and a database in the person's home folder,
 * written when the first model is opened) is switched off before the library looks for it.
 */
export function loadRuntime(): Promise<typeof ort> {
  process.env.ORT_DISABLE_TELEMETRY = "1";
  return import("onnxruntime-node");
}

import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { node } from "../quantization/quantize/tiny-model.js";
import { build, type Draft, ramp, withAttributes } from "./qlinear-model.js";
import { refused } from "./refused.js";
import type { Workspace } from "./workspace.js";

export type Change = (draft: Draft) => void;

/** Of the only input. */
export const SHAPE = [1, 2, 6, 6];

/** Runs a command on a model and good data, in a folder of its own. */
export async function refuse(
  files: Workspace,
  command: "preprocess" | "quantize" | "debug",
  model: OnnxModel | Uint8Array,
): Promise<string> {
  const path = files.write("model.onnx", model instanceof Uint8Array ? model : serializeModel(model));
  const out = files.path("out.onnx");
  const data = files.write("data.npy", formatNpy(ramp("float32", SHAPE, 0.1)));
  const args = {
    preprocess: ["--input", path, "--output", out],
    quantize: ["--input_model", path, "--output_model", out, "--calibrate_dataset", data.replace("data", "set")],
    debug: ["--target_chip", "esp32s3", "--model_path", path, "--img_path", data],
  };
  files.write("set.npy", formatNpy(ramp("float32", [3, ...SHAPE.slice(1)], 0.1)));
  return refused(files.path(), command, ...args[command]);
}

export function changed(draft: Draft, change: Change): OnnxModel {
  change(draft);
  return build(draft);
}

export const conv =
  (attributes: Parameters<typeof withAttributes>[1]): Change =>
  (draft) => {
    draft.nodes.conv = withAttributes(draft.nodes.conv!, attributes);
  };
export const pool =
  (attributes: Parameters<typeof withAttributes>[1]): Change =>
  (draft) => {
    draft.nodes.pool = withAttributes(draft.nodes.pool!, attributes);
  };
export const replace =
  (name: string, tensor: Tensor): Change =>
  (draft) => {
    draft.initializers[name] = tensor;
  };
export const inputs =
  (key: string, change: (names: string[]) => string[]): Change =>
  (draft) => {
    const old = draft.nodes[key]!;
    draft.nodes[key] = { ...old, inputs: change([...old.inputs]) };
  };
/** A further node between dequantize and the output. */
export const append =
  (opType: string, given: Parameters<typeof node>[3] = {}, more: readonly string[] = [], domain = ""): Change =>
  (draft) => {
    draft.nodes.last = { ...node(opType, ["y", ...more], ["z"], given, "Last_1"), domain };
    draft.output = "z";
  };
export const all =
  (...changes: Change[]): Change =>
  (draft) => {
    for (const change of changes) change(draft);
  };
export const scalar = (value: number) => Tensor.scalar("float32", value);

import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { nodeLabel, printable } from "../../formats/onnx/printable.js";

const FIRST_OPSET_WITH_QLINEAR = 10;

/** @throws UserError for a model that has no correct quantized form here. */
export function checkQuantizable(model: OnnxModel): void {
  const opset = model.opsets.get("") ?? 0;
  if (opset < FIRST_OPSET_WITH_QLINEAR) {
    throw new UserError(
      `model: opset must be at least ${FIRST_OPSET_WITH_QLINEAR} to hold quantized operators, got ${opset}; convert it with onnx.version_converter to 13`,
    );
  }
  checkFloat(model);
}

/** @throws UserError for a model that is quantized already, or computes in another width than float32. */
export function checkFloat(model: OnnxModel): void {
  model.graph.nodes.forEach((node, index) => {
    if (/^(De)?[Qq]uantizeLinear$|^QLinear|^QGemm$|Integer$|^DynamicQuantizeLinear$/.test(node.opType)) {
      throw new UserError(
        `${nodeLabel(node, index)}: the model is already quantized (${printable(node.opType)}), expected a float32 model; give the float model`,
      );
    }
  });
  for (const { name, dtype } of [...model.graph.inputs, ...model.graph.valueInfo.values()]) {
    if (dtype === "float16" || dtype === "float64") {
      throw new UserError(`${printable(name)}: activations must be float32, got ${dtype}; export the model in float32`);
    }
  }
}

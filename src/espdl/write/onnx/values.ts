import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { printable } from "../../../formats/onnx/printable.js";
import { floatTensors } from "../../../quantization/ort/float-tensors.js";

/**
 * Every tensor of a float model for one sample.
 * @throws UserError when the sample leaves a dimension open or ONNX Runtime refuses the model.
 */
export async function floatValues(
  model: OnnxModel,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  for (const { name, shape } of model.graph.inputs) {
    if (feeds.has(name)) continue;
    throw new UserError(
      `${printable(name)}: shape [${(shape ?? ["?"]).join(", ")}] with no sample, expected static shapes; give --calibrate_dataset`,
    );
  }
  const names = model.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== "");
  return floatTensors(asReadByOrt(model), names, feeds);
}

/** ai.onnx has Attention since opset 23; exporters write it under 22 too. */
export function asReadByOrt(model: OnnxModel): OnnxModel {
  const version = model.opsets.get("") ?? 0;
  if (version >= 23 || !model.graph.nodes.some(({ opType, domain }) => opType === "Attention" && domain === ""))
    return model;
  return { ...model, opsets: new Map([...model.opsets, ["", 23]]) };
}

/**
 * Zeros for every input.
 * @throws UserError for an input without a static shape.
 */
export function zeroFeeds(model: OnnxModel): Map<string, Tensor> {
  return new Map(
    model.graph.inputs.map(({ name, dtype, shape }) => {
      const sizes = shape?.filter((size): size is number => typeof size === "number");
      if (shape === undefined || sizes?.length !== shape.length)
        throw new UserError(
          `${printable(name)}: shape [${(shape ?? ["?"]).join(", ")}], expected static shapes; fix them in the export, or give samples`,
        );
      return [name, Tensor.zeros(dtype, sizes)] as const;
    }),
  );
}

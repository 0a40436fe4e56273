import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { Activations } from "./activations.js";
import type { Samples } from "./samples.js";
import { calibratedTensors } from "./tensors.js";

/**
 * All values that one tensor of a float model takes over the samples, in their order: what calibration sees of it.
 * Holds them all in memory, which `calibrate` never does.
 * @param model float32, with its shapes inferred
 * @throws UserError when calibration does not know the tensor, or a sample does not fit the model.
 */
export async function collectActivation(model: OnnxModel, tensor: string, samples: Samples): Promise<Float32Array> {
  const known = calibratedTensors(model);
  if (!known.includes(tensor))
    throw new UserError(
      `${printable(tensor)}: is no calibrated tensor of the model; name one of ${known.map(printable).join(", ")}`,
    );
  const parts: Float32Array[] = [];
  const activations = await Activations.open(model, [tensor]);
  try {
    await activations.pass(samples, (_, data) => parts.push(data.slice()));
  } finally {
    await activations.close();
  }
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    values.set(part, end);
    end += part.length;
  }
  return values;
}

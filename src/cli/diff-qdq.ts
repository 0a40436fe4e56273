import { UserError } from "../base/errors.js";
import { diff } from "../comparison/diff/diff.js";
import { qdqTraces, roundedPoints } from "../comparison/diff/qdq-traces.js";
import { readModel } from "../formats/onnx/read.js";
import { readSample } from "../quantization/dataset/samples.js";
import type { Compared } from "./compared.js";

/**
 * Compares a float model with a QDQ model of the same network, such as `convert` makes of an int8 .tflite, both run in ONNX
 * Runtime on one input. The float model is the reference, whichever is named first.
 */
export async function diffQdq(first: string, second: string, input: string | undefined): Promise<Compared> {
  const models = [readModel(first), readModel(second)] as const;
  const rounds = models.map(({ graph }) => roundedPoints(graph).length > 0);
  if (rounds[0] === rounds[1])
    throw new UserError(
      `${first}, ${second}: ${rounds[0] ? "both are" : "neither is"} a QDQ model, expected a float and a QDQ one; or give the quantized model with --model_path`,
    );
  if (input === undefined) throw new UserError("diff: two .onnx models need an input; give it with --img_path");
  const [float, quantized] = rounds[0] ? [models[1], models[0]] : models;
  const runs = await qdqTraces(float, quantized, readSample(input, float));
  return { diff: diff(...runs), runs };
}

import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import { compileEspdl } from "../../../espdl/compile.js";
import { espdlFeeds } from "../../../espdl/feeds.js";
import { NO_CHOICES } from "../../../espdl/write/choose/choices.js";
import { calibrateEspdl, writeCalibrated } from "../../../espdl/write/quantize-espdl.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { inferShapes } from "../../../formats/onnx/shape/infer.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { orderIn } from "../../measure/axes.js";
import type { EspdlLayer } from "./layers.js";
import type { Run } from "./run.js";
import { runProgram } from "./run-program.js";

/**
 * A layer's result by the chip's law of 16 bits, on its own 8-bit inputs, for each sample; none where the chip has no such
 * law.
 * @param part what of the float model the layer does
 */
export async function inSixteenBits(
  part: OnnxModel,
  { inputs, tensor, output, reads }: EspdlLayer,
  run: Run,
  samples: readonly Sample[],
): Promise<Tensor[]> {
  const { chip } = run.source;
  const finer = new Map(inputs.map((name, i) => [name, run.exponentAt(reads[i]!.layer) - 8]));
  const exponents = { 8: new Map<string, number>(), 16: finer.set(tensor, (output.exponent as number) - 8) };
  const choices = { ...NO_CHOICES, exponents };
  const options = { chip, bits: 16, calibration: { method: "minmax" }, choices } as const;
  try {
    const calibrated = await calibrateEspdl(inferShapes(part), samples, options);
    const written = writeCalibrated(calibrated, options);
    const { model } = written;
    const feeds = samples.map((sample) => {
      const moved = [...sample].map(([name, x]) => [name, orderIn(written, name, x.shape).toFile(x)] as const);
      return espdlFeeds(model, new Map(moved), chip);
    });
    const results = await runProgram(compileEspdl(model, { chip }), feeds, chip);
    const { toFloat } = orderIn(written, tensor, run.tensors[0]!.get(tensor)!.shape);
    return results.map(([made]) => toFloat(made!));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

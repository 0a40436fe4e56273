import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import type { Remedy } from "./remedies/remedy.js";
import type { State } from "./state.js";

/** A way from a float model to a chip's integers. */
export interface Flow<S extends State<S>> {
  /** The float model as the flow quantizes it. */
  prepare(model: OnnxModel): Promise<OnnxModel>;
  /** Without what is free on the chip. */
  uncorrected(float: OnnxModel, samples: readonly Sample[]): Promise<S>;
  /** As `quantize` does it by itself. */
  plain(float: OnnxModel, samples: readonly Sample[]): Promise<S>;
  /** In the order in which they are tried: what costs the chip nothing first. */
  readonly remedies: readonly Remedy<S>[];
}

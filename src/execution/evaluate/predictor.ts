import type { Tensor } from "../../base/tensor/tensor.js";
import type { Sample } from "../../quantization/calibrate/samples.js";

/** A model that gives the real values of its outputs for samples: whatever can be evaluated. */
export interface Predictor {
  /** What computes, for reports: `ONNX Runtime float32`, `esp32s3 integers`. */
  readonly runner: string;
  /** Names of the model's inputs. */
  readonly inputs: readonly string[];
  /**
   * Outputs in the model's order, float32, for each sample.
   * @param samples arrays by input name with a batch axis of 1; channels may stand first or last, bytes count as 0 … 255
   * @throws UserError when a sample does not fit the model.
   */
  predict(samples: readonly Sample[]): Promise<Tensor[][]>;
  close(): Promise<void>;
}

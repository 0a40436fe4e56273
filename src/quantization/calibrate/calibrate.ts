import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { Activations } from "./activations.js";
import { type EntropyOptions, entropy } from "./entropy.js";
import { extentOf } from "./extent.js";
import { minMax, movingAverage } from "./minmax.js";
import { meanSquaredError } from "./mse.js";
import type { CalibrationMethod, RangeObserver } from "./observer.js";
import { type PercentileOptions, percentile } from "./percentile.js";
import type { Range, Ranges } from "./range.js";
import type { Samples } from "./samples.js";
import { calibratedTensors } from "./tensors.js";

/** A method and its settings; `movingAverage` is the averaging constant, 0 … 1. */
export type CalibrationSettings =
  | { readonly method: "mse" }
  | { readonly method: "minmax"; readonly movingAverage?: number | undefined }
  | ({ readonly method: "entropy" } & EntropyOptions)
  | ({ readonly method: "percentile" } & PercentileOptions);

export interface CalibrationProgress {
  /** Samples seen in this pass. */
  readonly done: number;
  /** This pass, counted from 1, of `passes`. */
  readonly pass: number;
  readonly passes: number;
}

export type CalibrationOptions = CalibrationSettings & {
  /** Float32 tensors to calibrate; those that the quantizer of the TVM flow may need when left out. */
  readonly tensors?: readonly string[] | undefined;
  readonly onProgress?: ((progress: CalibrationProgress) => void) | undefined;
  /** Smallest and largest value of a tensor in one sample. */
  readonly onExtent?: ((tensor: string, extent: Range) => void) | undefined;
};

/**
 * Runs a float model over samples and finds the range of every tensor that quantization may need.
 * Memory does not grow with the number of samples: mse, percentile, and entropy when it has a choice, go over
 * the samples twice.
 * @param model float32, with its shapes inferred
 * @throws UserError on an empty set, samples that do not fit, settings out of range, NaN or infinite activations.
 */
export async function calibrate(model: OnnxModel, samples: Samples, options: CalibrationOptions): Promise<Ranges> {
  const method = methodFor(options);
  const observers = new Map(
    (options.tensors ?? calibratedTensors(model)).map((name) => [name, method.createObserver()]),
  );
  const first = (name: string, data: Float32Array, sample: number): void => {
    // An optional call does not evaluate its arguments when there is nothing to call.
    const extent = observe(observers, name, data, sample);
    options.onExtent?.(name, extent);
  };
  const count = (name: string, data: Float32Array): void => observers.get(name)?.count?.(data);
  const activations = await Activations.open(model, [...observers.keys()]);
  try {
    let expected: number | undefined;
    for (let pass = 0; pass < method.passes; pass++) {
      const samplesSeen = await activations.pass(samples, pass === 0 ? first : count, (done) =>
        options.onProgress?.({ done, pass: pass + 1, passes: method.passes }),
      );
      expected ??= samplesSeen;
      if (samplesSeen !== expected)
        throw new UserError(`the second pass saw ${samplesSeen} samples, the first saw ${expected}`);
    }
  } finally {
    await activations.close();
  }
  return new Map([...observers].map(([name, observer]) => [name, observer.range()]));
}

function observe(
  observers: ReadonlyMap<string, RangeObserver>,
  name: string,
  data: Float32Array,
  sample: number,
): Range {
  const extent = extentOf(data);
  if (data.length > 0 && !(Number.isFinite(extent.min) && Number.isFinite(extent.max))) {
    const value = data.find((x) => !Number.isFinite(x));
    throw new UserError(
      `${printable(name)}: activations must be finite, got ${value} in sample ${sample}; look for a division, an overflow or a bad input before it`,
    );
  }
  observers.get(name)?.observe(extent, data);
  return extent;
}

function methodFor(settings: CalibrationSettings): CalibrationMethod {
  switch (settings.method) {
    case "mse":
      return meanSquaredError;
    case "minmax":
      return settings.movingAverage === undefined ? minMax : movingAverage(settings.movingAverage);
    case "entropy":
      return entropy(settings);
    case "percentile":
      return percentile(settings);
    default: {
      const { method } = settings as { method: unknown };
      throw new UserError(`calibration method must be mse, entropy, minmax or percentile, got ${String(method)}`);
    }
  }
}

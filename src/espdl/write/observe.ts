import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { type CalibrationOptions, calibrate } from "../../quantization/calibrate/calibrate.js";
import type { Range, Ranges } from "../../quantization/calibrate/range.js";
import type { Sample, Samples } from "../../quantization/calibrate/samples.js";
import { calibrationWarnings } from "../../quantization/quantize/calibration-warnings.js";
import type { RangesByWidth } from "./choose/plan.js";
import { withMadeTensors } from "./made-tensors.js";
import { asReadByOrt, floatValues } from "./onnx/values.js";
import type { Release } from "./options.js";
import { prepare } from "./prepare.js";

export interface ObserveOptions {
  readonly bits?: 8 | 16;
  readonly calibration: CalibrationOptions;
  readonly release?: Release;
  readonly warn?: (message: string) => void;
}

export interface Observed {
  /** The float model's tensors for the first sample. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Tensors that hold infinities, those that the passes make among them. */
  readonly unbounded: ReadonlySet<string>;
  readonly ranges: RangesByWidth;
}

/** Runs a float model over samples: ranges of its tensors, and of those that the passes take them apart into. */
export async function observed(
  float: OnnxModel,
  first: Sample,
  samples: Samples,
  { bits = 8, calibration, release = "1.3.12", warn = () => {} }: ObserveOptions,
): Promise<Observed> {
  const values = await floatValues(float, first);
  const model = withMadeTensors(float, prepare(float, values, { release }));
  const all = model.graph.nodes.length > float.graph.nodes.length ? await floatValues(model, first) : values;
  const inputs = float.graph.inputs.map(({ name }) => name);
  const made = new Set([...inputs, ...model.graph.nodes.flatMap(({ outputs }) => outputs)]);
  const floats = [...all].filter(([name, tensor]) => made.has(name) && tensor.dtype === "float32");
  const tensors = floats.flatMap(([name, tensor]) => (allFinite(tensor) ? [name] : []));
  const extents = new Map<string, Range>();
  const find = (settings: CalibrationOptions): Promise<Ranges> =>
    calibrate(asReadByOrt(model), samples, {
      ...settings,
      tensors,
      onExtent: (name, { min, max }) => {
        const known = extents.get(name);
        extents.set(name, known ? { min: Math.min(known.min, min), max: Math.max(known.max, max) } : { min, max });
      },
    });
  const narrow = await find(bits === 16 ? { method: "minmax", onProgress: calibration.onProgress } : calibration);
  const wide = new Map([...extents].map(([name, extent]) => [name, withHeadroom(extent)]));
  for (const { message } of calibrationWarnings(float, extents, [])) warn(message);
  const unbounded = new Set([...all].flatMap(([name, tensor]) => (allFinite(tensor) ? [] : [name])));
  return { values, unbounded, ranges: { 8: narrow, 16: wide } };
}

/** Of 16 bits, two are left for what the samples did not show: what is clipped costs more than what is rounded. */
const HEADROOM = 4;
const withHeadroom = ({ min, max }: Range): Range => ({ min: HEADROOM * min, max: HEADROOM * max });

/** Whether all of a tensor's values are; integers are. */
const allFinite = ({ dtype, data }: Tensor): boolean =>
  dtype !== "float32" || (data as Float32Array).every(Number.isFinite);

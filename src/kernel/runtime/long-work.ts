import * as library from "../../index.js";
import { counted } from "../../presentation/figures/text.js";
import { Bar } from "./progress.js";

/**
 * The functions of the library that take long, each with a bar below the cell. What a person asked to be told of is told
 * as well.
 */
export const calibrate: typeof library.calibrate = (model, samples, options) =>
  withBar("calibrate", async (bar) => {
    const seen = samplesSeen(bar, samples, options.onProgress);
    const ranges = await library.calibrate(model, samples, { ...options, onProgress: seen.onProgress });
    return [ranges, seen.text()];
  });

export const quantizeModel: typeof library.quantizeModel = (model, samples, options = {}) =>
  withBar("quantize", async (bar) => {
    const calibration = options.calibration ?? library.defaultCalibration(options);
    const seen = samplesSeen(bar, samples, calibration.onProgress);
    const calibrated = { ...options, calibration: { ...calibration, onProgress: seen.onProgress } };
    return [await library.quantizeModel(model, samples, calibrated), seen.text()];
  });

export const quantizeEspdlModel: typeof library.quantizeEspdlModel = (model, samples, options) =>
  withBar("quantize", async (bar) => {
    const { calibration } = options;
    const seen = samplesSeen(bar, samples, calibration.onProgress);
    const calibrated = { ...options, calibration: { ...calibration, onProgress: seen.onProgress } };
    return [await library.quantizeEspdlModel(model, samples, calibrated), seen.text()];
  });

export const analyse: typeof library.analyse = (quantized, samples, options = {}) =>
  withBar("analyse", async (bar) => {
    const onLayer = (done: number, total: number): void => {
      bar.update(done, total);
      options.onLayer?.(done, total);
    };
    const found = await library.analyse(quantized, samples, { ...options, onLayer });
    return [found, `${counted(found.layers.length, "layer")}, ${counted(found.samples, "sample")}`];
  });

export const tune: typeof library.tune = (model, sets, options = {}) =>
  withBar("tune", async (bar) => {
    const onTrial = (remedy: string, done: number, total: number): void => {
      bar.update(done, total, `tune, ${remedy}`);
      options.onTrial?.(remedy, done, total);
    };
    const found = await library.tune(model, sets, { ...options, onTrial });
    return [found, counted(found.ladder.length, "trial")];
  });

export const measureQuantization: typeof library.measureQuantization = (float, rows, samples, onProgress) =>
  withBar("measure", async (bar) => {
    let last = 0;
    const seen = (done: number): void => {
      last = done;
      bar.update(done, countOf(samples));
      onProgress?.(done);
    };
    return [await library.measureQuantization(float, rows, samples, seen), counted(last, "sample")];
  });

export const classify: typeof library.classify = (classifier, samples, onProgress) =>
  withBar("classify", async (bar) => {
    const seen = (done: number): void => {
      bar.update(done, countOf(samples));
      onProgress?.(done);
    };
    const classes = await library.classify(classifier, samples, seen);
    return [classes, counted(classes.length, "sample")];
  });

export const startBoard: typeof library.startBoard = (project, name, onBuild) =>
  withBar(`build for ${name}`, async (bar) => {
    let files = 0;
    const seen = (done: number, total: number): void => {
      files = total;
      bar.update(done, total);
      onBuild?.(done, total);
    };
    return [await library.startBoard(project, name, seen), counted(files, "file")];
  });

export const captureTrace: typeof library.captureTrace = (link, described, inputs, options = {}) =>
  withBar("capture", async (bar) => {
    let tensors = 0;
    const onLayer: NonNullable<typeof options.onLayer> = (done, total, layer) => {
      tensors = done;
      bar.update(done, total);
      options.onLayer?.(done, total, layer);
    };
    return [await library.captureTrace(link, described, inputs, { ...options, onLayer }), counted(tensors, "tensor")];
  });

export const bisect: typeof library.bisect = (program, reference, suspect, options = {}) =>
  withBar("bisect", async (bar) => {
    const onReplay = (done: number, total: number): void => {
      bar.update(done, total);
      options.onReplay?.(done, total);
    };
    const found = await library.bisect(program, reference, suspect, { ...options, onReplay });
    return [found, `${counted(found.compared, "tensor")} compared, ${counted(found.replays, "layer")} run alone`];
  });

/** Shows a bar while `work` runs; its second result is what the bar says when it is done. */
async function withBar<T>(label: string, work: (bar: Bar) => Promise<[T, string]>): Promise<T> {
  const bar = new Bar(label);
  try {
    const [result, text] = await work(bar);
    bar.end(`${label}: ${text}`);
    return result;
  } catch (error) {
    bar.end(`${label}: failed`);
    throw error;
  }
}

type OnCalibration = NonNullable<library.CalibrationOptions["onProgress"]>;

/** Counts the samples of a calibration on a bar. */
function samplesSeen(bar: Bar, samples: library.Samples, also: OnCalibration | undefined) {
  const count = countOf(samples);
  let seen = { done: 0, pass: 1, passes: 1 };
  const onProgress: OnCalibration = (progress) => {
    seen = progress;
    const { done, pass, passes } = progress;
    if (count === undefined) bar.update(done);
    else bar.update((pass - 1) * count + done, passes * count);
    also?.(progress);
  };
  const text = (): string => `${counted(seen.done, "sample")}${seen.passes > 1 ? `, ${seen.passes} passes` : ""}`;
  return { onProgress, text };
}

/** How many samples there are, where that is known before they are read. */
function countOf(samples: library.Samples): number | undefined {
  if (Array.isArray(samples)) return samples.length;
  const { count } = samples as { readonly count?: unknown };
  return typeof count === "number" ? count : undefined;
}

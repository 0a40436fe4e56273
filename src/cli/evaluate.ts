import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { evaluate } from "../execution/evaluate/evaluate.js";
import { type LabelledSamples, openLabelledSamples } from "../execution/evaluate/labelled-samples.js";
import type { Metric } from "../execution/evaluate/metrics/metric.js";
import { readMetric } from "../execution/evaluate/metrics/metric-file.js";
import { METRICS } from "../execution/evaluate/metrics/table.js";
import type { Predictor } from "../execution/evaluate/predictor.js";
import { predictorOf } from "../execution/evaluate/predictor-of.js";
import { withInputScale } from "../execution/evaluate/with-input-scale.js";
import { defaultThreads } from "../execution/fast/threads/helpers.js";
import { readModel } from "../formats/onnx/read.js";
import { ChangedSamples } from "./changed-samples.js";
import { evaluationReport } from "./evaluation-report.js";
import { isEspdl } from "./is-espdl.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";
import { tellLong } from "./tell-long.js";

interface Options {
  readonly model: readonly string[];
  readonly data: string;
  readonly labels?: string;
  readonly metric?: string;
  readonly mean: number;
  readonly std: number;
  readonly changed?: string;
  readonly threads: number;
  readonly target_chip?: string;
  readonly key?: string;
  readonly json?: true;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .requiredOption("--model <model...>", "float .onnx, quantized .onnx or .espdl; the reference first")
    .requiredOption("--data <samples.npz>", "inputs by name, each [samples, …], and `label`; or a .npy")
    .option("--labels <names.txt>", "one name a class and line: prints who is taken for whom")
    .option("--metric <metric>", "top1, top5, snr, mae or FILE.ts (default: top1; without labels snr)")
    .option("--mean <number>", "what is subtracted from the data", number("--mean"), 0)
    .option("--std <number>", "what the data is then divided by", number("--std"), 1)
    .option("--changed <file.npz>", "where to write the samples on which two models do not agree (1,000 at most)")
    .option("--threads <count>", "threads of the integer models", count, defaultThreads())
    .option("--target_chip <chip>", "of an .espdl: esp32s3, esp32p4, c (all others)")
    .option("--key <hex>", "AES-128 key of an encrypted .espdl")
    .option("--json", "print the evaluation as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab evaluate --model model.onnx model_int8.onnx --data test.npz --labels names.txt",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  if (options.changed !== undefined) checkOutputFile("--changed", options.changed, [...options.model, options.data]);
  const names = options.labels === undefined ? undefined : readNames(options.labels);
  const predictors: Predictor[] = [];
  try {
    const told: ((samples: number) => void)[] = [];
    for (const path of options.model) {
      const { predictor, tell } = await open(path, options);
      predictors.push(withInputScale(predictor, options));
      told.push(tell);
    }
    const samples = openLabelledSamples(options.data, predictors[0]!.inputs);
    for (const tell of told) tell(samples.count);
    const metric = await metricOf(options.metric, samples, predictors.length);
    const changed = new ChangedSamples();
    const evaluation = await evaluated(predictors, samples, metric, changed);
    if (options.changed !== undefined) changed.write(options.changed);
    if (options.json) return printJson({ ...evaluation, files: options.model, data: options.data });
    print(
      evaluationReport(
        evaluation,
        options.model.map((path) => basename(path)),
        names,
      ),
    );
    if (options.changed !== undefined) print(`\n${options.changed}:\n  ${changed.summary()}`);
  } finally {
    for (const predictor of predictors) await predictor.close();
  }
}

interface Opened {
  readonly predictor: Predictor;
  /** Says what takes long on so many samples. */
  readonly tell: (samples: number) => void;
}

async function open(path: string, options: Options): Promise<Opened> {
  const { threads, model: _models, ...rest } = options;
  if (!isEspdl(path)) {
    const model = readModel(path);
    return { predictor: await predictorOf(model, threads), tell: (samples) => tellLong(model, "fast", samples) };
  }
  const { chipOf, readEspdlFile } = await import("./espdl-file.js");
  const { compileEspdl } = await import("../espdl/compile.js");
  const { espdlPredictor } = await import("../espdl/predictor.js");
  const model = readEspdlFile(path, rest);
  const chip = chipOf(path, model, rest);
  const tell = (samples: number): void => tellLong(compileEspdl(model, { chip }), "fast", samples);
  return { predictor: espdlPredictor(model, { chip, threads }), tell };
}

async function evaluated(
  predictors: readonly Predictor[],
  samples: LabelledSamples,
  metric: Metric,
  changed: ChangedSamples,
) {
  const bar = progressBar("evaluate", samples.count);
  try {
    return await evaluate(predictors, samples, {
      metric,
      onProgress: (done) => bar.update(done),
      onChanged: (sample) => changed.add(sample),
    });
  } finally {
    bar.stop();
  }
}

async function metricOf(name: string | undefined, samples: LabelledSamples, models: number): Promise<Metric> {
  const wanted = name ?? (samples.hasLabels ? "top1" : "snr");
  const metric = METRICS.get(wanted) ?? (await readMetric(wanted));
  if (metric.against === "first" && models < 2)
    throw new UserError(
      `--metric ${wanted}: compares models with the first; name two with --model, or add labels to the data`,
    );
  return metric;
}

function readNames(path: string): string[] {
  try {
    return readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  } catch (error) {
    throw new UserError(`--labels ${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

function number(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && (option !== "--std" || value !== 0)) return value;
    throw new UserError(`${option}: expected a number${option === "--std" ? " other than 0" : ""}, got ${text}`);
  };
}

function count(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new UserError(`--threads: expected a number from 1 to 999, got ${text}`);
}

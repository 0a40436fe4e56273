import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { LabelledSample } from "../labelled-samples.js";
import type { Metric } from "./metric.js";

/** What a metric's file exports as its default: one finite number a sample, of which the mean is taken. */
export type MetricFunction = (outputs: readonly Tensor[], sample: LabelledSample) => number;

/** The metric of a TypeScript file that imports nothing. @throws UserError when it has no such function. */
export async function readMetric(path: string): Promise<Metric> {
  // Loading the compiler takes longer than a thousand small images.
  const { default: ts } = await import("typescript");
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(sourceOf(path), { compilerOptions: options });
  const found = await imported(path, outputText);
  if (typeof found !== "function")
    throw new UserError(
      `${path}: must export a default function (outputs, { inputs, label }) => number, got ${typeof found}`,
    );
  return ofFunction(basename(path), found as MetricFunction);
}

/** A metric of one's own; `name` is for reports. */
export function ofFunction(name: string, metric: MetricFunction): Metric {
  return {
    name,
    unit: "value",
    against: "label",
    score(outputs, sample) {
      const top = metric(outputs, sample);
      if (typeof top === "number" && Number.isFinite(top)) return { top, bottom: 1 };
      throw new UserError(`${name}: must return a finite number for every sample, got ${String(top)}`);
    },
  };
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(
      `--metric ${path}: must be top1, top5, snr, mae or a TypeScript file, which cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

async function imported(path: string, code: string): Promise<unknown> {
  try {
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default?: unknown };
    return module.default;
  } catch (error) {
    throw new UserError(`${path}: cannot be run: ${(error as Error).message.split("\n")[0]}`);
  }
}

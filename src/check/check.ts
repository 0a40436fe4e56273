import type { Chip } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { compileForBoard } from "../codegen/compile-for-board.js";
import { MEMORY_CHIPS, memoryOf } from "../codegen/memory/chip.js";
import { fits } from "../codegen/memory/fits.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { freeDimRefusals, standIns, withDims } from "../formats/onnx/shape/free-dims.js";
import { IMPORTERS } from "../ir/import/table.js";
import { preprocess } from "../quantization/preprocess/preprocess.js";
import { checkQuantizable } from "../quantization/quantize/check-quantizable.js";
import type { QuantizeOptions } from "../quantization/quantize/result.js";
import { floatFindings } from "./float-cost.js";
import { importObstacles, obstacle } from "./obstacles.js";
import type { CheckFinding, CheckReport } from "./report.js";
import { type Trial, trialQuantize } from "./trial.js";
import { conversionsOf, UserNames } from "./user-names.js";

const HEAD = { format: "espdl-lab-check", version: 1 } as const;

export interface CheckOptions extends QuantizeOptions {
  /** Default: every chip; it is enough that one has room. */
  readonly chip?: Chip | undefined;
  /** Sizes for free dimensions: `{ h: 96 }`. */
  readonly dims?: Readonly<Record<string, number>> | undefined;
  /** Put the arena into external RAM. */
  readonly psram?: boolean | undefined;
  /** Shapes of samples by input, which then tell the sizes of free dimensions. */
  readonly samples?: ReadonlyMap<string, readonly number[]> | undefined;
}

/**
 * Whether a float model can be quantized and run, what of it stays in float and what that costs, and which chips have
 * room: found by quantizing it on trial, so by the very rules that `quantize`, `debug` and `export` follow. All
 * obstacles at once, by the names of the given file.
 */
export async function check(model: OnnxModel, options: CheckOptions = {}): Promise<CheckReport> {
  const { dims = {}, samples } = options;
  const unfit = await attempt(async () => checkQuantizable(model));
  if (unfit instanceof UserError) return cannot([obstacle(unfit)]);
  const sized = withDims(model, dims);
  const lines = freeDimRefusals(sized, samples);
  if (lines.length > 0) {
    const free = lines.map((line) => obstacle(new UserError(line)));
    return cannot([...free, ...(await unknownOperators(model, { ...options, dims: standIns(sized, dims, samples) }))]);
  }
  const names = new UserNames(model);
  const prepared = await attempt(() => preprocess(model, { dims }));
  if (prepared instanceof UserError) return cannot(andOthers(prepared, importObstacles(sized, sized, names)));
  const trial = await attempt(() => trialQuantize(prepared, options));
  if (trial instanceof UserError) return cannot(andOthers(trial, importObstacles(prepared, prepared, names)));
  return examine(model, trial, options);
}

/** What stopped the trial, and what else would have; the node that it names is told once, an input that cannot be is its cause. */
function andOthers(error: UserError, others: readonly CheckFinding[]): CheckFinding[] {
  const inputs = others.filter(({ node }) => node === undefined);
  if (inputs.length > 0) return inputs;
  return [obstacle(error), ...others.filter(({ node = "" }) => !error.message.includes(node))];
}

/** What is not supported whatever the sizes are. */
async function unknownOperators(model: OnnxModel, options: CheckOptions): Promise<CheckFinding[]> {
  const { findings } = await check(model, options);
  const domains = new Map(model.graph.nodes.map(({ opType, domain }) => [opType, domain]));
  return findings.filter(({ severity, operator = "" }) => {
    const domain = domains.get(operator);
    return severity === "error" && domain !== undefined && !IMPORTERS.get(domain)?.has(operator);
  });
}

async function examine(user: OnnxModel, trial: Trial, options: CheckOptions): Promise<CheckReport> {
  const { chip, psram = false } = options;
  const names = new UserNames(user, trial.tensors);
  const refused = importObstacles(trial.model, trial.float, names);
  if (refused.length > 0) return cannot(refused);
  const compiled = await attempt(async () => compileForBoard(names.rename(trial.model)));
  if (compiled instanceof UserError) return cannot([obstacle(compiled)]);
  const floats = trial.floats.map((float) => ({ ...float, node: names.makerOf(float.tensor) ?? float.node }));
  const { findings: found, cost } = floatFindings(compiled.program, floats, conversionsOf(trial.model));
  const findings = found.map((finding) => ({ ...finding, ...operatorOf(names, finding) }));
  const wanted = chip === undefined ? MEMORY_CHIPS : [chip];
  const chips = wanted.map((name) => fits(compiled.plan, name, { psram: psram && memoryOf(name).psram > 0 }));
  const hasRoom = chips.some((fit) => fit.fits);
  const isClean = hasRoom && findings.every(({ severity }) => severity === "note");
  return { ...HEAD, verdict: isClean ? "fits" : "findings", findings, cost, chips };
}

/** The operator of the user's node, which the optimization may have replaced. */
function operatorOf(names: UserNames, { node }: CheckFinding): Pick<CheckFinding, "operator"> {
  const operator = node === undefined ? undefined : names.operatorOf(node);
  return operator === undefined ? {} : { operator };
}

function cannot(findings: readonly CheckFinding[]): CheckReport {
  return { ...HEAD, verdict: "cannot", findings, chips: [] };
}

async function attempt<T>(run: () => Promise<T>): Promise<T | UserError> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

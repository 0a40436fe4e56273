import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import type { Layer } from "../../ir/graph/program.js";
import type { KernelExecutor } from "../../isa/kernels/executor.js";
import { type Chip, chipArithmetic } from "../chip.js";
import { compileEspdl, type EspdlProgram } from "../compile.js";
import { contradictions } from "../declared.js";
import { embeddedInputs } from "../embedded-vectors.js";
import { kernelDifferences } from "../kernel-differences.js";
import type { EspdlModel } from "../model.js";
import { LintContext } from "./context.js";
import type { Finding, Severity } from "./finding.js";
import { kernelFindings } from "./kernel-findings.js";
import { RULES } from "./rules/table.js";

export interface LintOptions {
  /** The chip that the file is for; the file does not say. */
  readonly chip: Chip;
  /** Tensors by input name to measure on. Default: the test inputs that the file embeds. */
  readonly feeds?: ReadonlyMap<string, Tensor>;
  /** The float model's constants by name, to measure what their quantization lost. */
  readonly floats?: ReadonlyMap<string, Tensor>;
  /** The chip's own functions: names the nodes where they make something else than the law. */
  readonly kernels?: KernelExecutor;
  /** Called after every layer of the run that is measured on. */
  readonly onLayer?: (layer: Layer) => void;
}

export interface LintReport {
  readonly chip: Chip;
  /** Errors first, then in the order of the nodes. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Why nothing was measured; absent when the findings were measured on a run. */
  readonly unmeasured?: string;
}

/**
 * What will differ on the chip from what the exporter simulated, before it is flashed: every rule of `rules/`. A model that
 * the chip's runtime refuses is a finding, not an error.
 * @throws UserError when `feeds` do not fit the model.
 */
export function lintEspdl(
  model: EspdlModel,
  { chip, feeds, floats = new Map(), kernels, onLayer }: LintOptions,
): LintReport {
  const program = attempt(() => compileEspdl(model, { chip, partial: true }));
  const run =
    typeof program === "string"
      ? program
      : (misdeclared(model, program) ?? measuredRun(model, program, chip, feeds, onLayer));
  const context = new LintContext(
    model,
    chip,
    typeof program === "string" ? undefined : program,
    typeof run === "string" ? undefined : run,
    floats,
  );
  const findings = RULES.flatMap(({ name, check }) => check(context).map((finding) => ({ rule: name, ...finding })));
  if (typeof program === "string") {
    if (!findings.some(({ severity }) => severity === "error")) findings.push(refusal(program));
  } else findings.push(...refusals(program, findings));
  if (kernels && typeof program !== "string" && typeof run !== "string")
    findings.push(...kernelFindings(kernelDifferences(program, feeds ?? embeddedInputs(model, chip), kernels)));
  const order = new Map(context.nodes.map(({ name }, index) => [name, index]));
  findings.sort((a, b) => RANK[a.severity] - RANK[b.severity] || (order.get(a.node) ?? 0) - (order.get(b.node) ?? 0));
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    chip,
    findings,
    counts: { error: count("error"), warning: count("warning"), note: count("note") },
    ...(typeof run === "string" ? { unmeasured: run } : {}),
  };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** What no rule foresees, in the words of the importer: `node: rule, got … (what to do)`. */
function refusal(message: string): Finding {
  const at = message.indexOf(": ");
  return {
    rule: "refused",
    severity: "error",
    node: at < 0 ? "" : message.slice(0, at),
    op: "",
    reason: message.slice(at < 0 ? 0 : at + 2),
    remedy: "the chip's runtime does not run this model",
  };
}

/** Why a program is not run: a damaged number may make it huge. */
function misdeclared(model: EspdlModel, program: EspdlProgram): string | undefined {
  const found = contradictions(model, program).length > 0;
  return found ? "the shapes that the file declares are not those that it computes" : undefined;
}

/** Nodes that the chip does not run and no rule has named. */
function refusals({ stopped }: EspdlProgram, findings: readonly Finding[]): Finding[] {
  const named = new Set(findings.filter(({ severity }) => severity === "error").map(({ node }) => node));
  return stopped
    .filter(({ node, follows }) => !follows && !named.has(node))
    .map(({ node, op, reason }) => ({ ...refusal(`${node}: ${reason}`), op }));
}

function measuredRun(
  model: EspdlModel,
  program: EspdlProgram,
  chip: Chip,
  feeds: LintOptions["feeds"],
  told: LintOptions["onLayer"],
): ReadonlyMap<number, readonly Tensor[]> | string {
  const inputs = feeds ?? attempt(() => embeddedInputs(model, chip));
  if (typeof inputs === "string") return inputs;
  const values = new Map<number, readonly Tensor[]>();
  const run = (): void => {
    const onLayer = (layer: Layer, outputs: readonly Tensor[]): void => {
      values.set(layer.index, outputs);
      told?.(layer);
    };
    interpret(program, inputs, { arithmetic: chipArithmetic(chip, chip === "esp32s3"), keep: "outputs", onLayer });
  };
  if (feeds !== undefined) run();
  else {
    const failure = attempt(run);
    if (typeof failure === "string") return failure;
  }
  return values;
}

/** The result, or the one line that says why there is none. */
function attempt<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

import type { BoardRun } from "../../boards/capture/run-on-board.js";
import type { MemoryPlan } from "../../codegen/memory/plan.js";
import type { Bisection } from "../../comparison/bisect/bisection.js";
import type { TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { PairedValues } from "../figures/paired-values.js";

/** All that a report shows: plain data. What is absent is left out of the page. */
export interface ReportInput {
  readonly diff: TraceDiff;
  /** Which layers are wrong by themselves, which only inherit, and why. */
  readonly bisection?: Bisection;
  /** The tensors of the layers to look at closely, the first that differs in front. */
  readonly layers?: readonly PairedValues[];
  readonly run?: RunSummary;
  readonly memory?: MemoryReport;
  readonly confusion?: ConfusionReport;
}

/** What the board took. */
export interface RunSummary extends Pick<BoardRun, "unit" | "totals" | "costs" | "stack"> {
  readonly board: string;
}

export interface MemoryReport {
  readonly plan: MemoryPlan;
  /** Ids of the planned program's layers, by index. */
  readonly names: readonly string[];
}

/** `matrix[true class][recognized class]`, in samples. */
export interface ConfusionReport {
  readonly matrix: readonly (readonly number[])[];
  readonly labels?: readonly string[];
  /** What others recognize of the same samples: a name, and a share 0 … 1. */
  readonly beside?: readonly (readonly [name: string, share: number])[];
}

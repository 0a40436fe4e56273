import type { LintContext } from "./context.js";

/**
 * `error`: the chip gives other results than the exporter simulated, or refuses the model. `warning`: it may, on other
 * inputs than the embedded ones or on some chips. `note`: a bound only; nothing was seen.
 */
export type Severity = "error" | "warning" | "note";

/** How much a finding matters on the input that was measured. */
export interface Measurement {
  /** Elements of the node's output, and how many of them are not what was meant. */
  readonly elements: number;
  readonly differing: number;
  /** Largest difference, in integer steps of the output (1 for a bool). */
  readonly worst: number;
}

/** One thing that will differ on the chip. All texts are one line. */
export interface Finding {
  /** The rule's name: that of its file. */
  readonly rule: string;
  readonly severity: Severity;
  /** The node of the file, and its operator. */
  readonly node: string;
  readonly op: string;
  readonly reason: string;
  /** Absent where there was no input to run, or the rule has nothing to measure. */
  readonly measured?: Measurement;
  readonly remedy: string;
}

/** What a rule finds; its name is added by the table. */
export type RuleFinding = Omit<Finding, "rule">;

export interface LintRule {
  readonly name: string;
  readonly check: (context: LintContext) => RuleFinding[];
}

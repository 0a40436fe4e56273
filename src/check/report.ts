import type { Fit } from "../codegen/memory/fits.js";

/** Something about a float model that its owner should know before it is quantized. Plain data, usable as JSON. */
export interface CheckFinding {
  /** error: it cannot run; warning: it runs, at a cost; note: it is so by choice. */
  readonly severity: "error" | "warning" | "note";
  /** The node as the user's file calls it; absent where the whole model or an input is meant. */
  readonly node?: string;
  readonly operator?: string;
  /** What is the matter: one line. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** For a node in float: its multiplications, and the bytes that it writes and reads as float. */
  readonly cost?: CheckCost;
}

export interface CheckCost {
  readonly macs: number;
  readonly bytes: number;
  /** Of all that the model does and writes, 0 … 1. */
  readonly macShare: number;
  readonly byteShare: number;
}

export interface CheckReport {
  readonly format: "espdl-lab-check";
  readonly version: 1;
  readonly verdict: "fits" | "findings" | "cannot";
  readonly findings: readonly CheckFinding[];
  /** All nodes in float together; absent where the model cannot run. */
  readonly cost?: CheckCost;
  /** The chips asked for; scales do not change what they need. Empty where the model cannot run. */
  readonly chips: readonly Fit[];
}

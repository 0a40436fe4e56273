import { type Arithmetic, KernelError } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { call as runCall } from "../../execution/interpreter/run-layer.js";
import type { CallLayer } from "../../ir/graph/program.js";
import { compareElements } from "../compare-elements.js";
import type { Measurement } from "./finding.js";

/** How far what the chip makes is from what was meant: two tensors of one type. */
export function measure(meant: Tensor, made: Tensor): Measurement {
  const { differing, worst } = compareElements(meant, made);
  return { elements: made.size, differing, worst };
}

/** First output of a call on given inputs; undefined where its kernel does not take them. */
export function outputOf(call: CallLayer, inputs: readonly Tensor[], arithmetic: Arithmetic): Tensor | undefined {
  try {
    return runCall(call, inputs, arithmetic)[0];
  } catch (error) {
    if (error instanceof UserError || error instanceof KernelError) return undefined;
    throw error;
  }
}

/** `error` where the measured run shows a difference; else `warning`; without a run, what may happen is taken for one. */
export function severityOf(measured: Measurement | undefined): "error" | "warning" {
  return measured === undefined || measured.differing > 0 ? "error" : "warning";
}

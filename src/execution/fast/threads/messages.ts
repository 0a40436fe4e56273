import type { Arithmetic } from "../../../../kernels-ref/index.js";
import type { Program } from "../../../ir/graph/program.js";
import type { Form } from "../form.js";
import type { PlainTensor } from "./plain.js";

/** What is run batch by batch: a fused program in one form. */
export interface Job {
  readonly program: Program;
  readonly arithmetic: Arithmetic;
  readonly keep: "all" | "outputs";
  readonly form: Form;
}

/** To a helping thread; jobs are known by numbers. */
export type Request =
  | { readonly kind: "open"; readonly job: number; readonly work: Job }
  | { readonly kind: "run"; readonly job: number; readonly samples: readonly ReadonlyMap<string, PlainTensor>[] }
  | { readonly kind: "close"; readonly job: number };

/**
 * One answer a request, in their order. Of a run: the samples' tensors by operand, or undefined as from
 * `Executor.run`; `failed` where the thread could not do it, so that the one that asked does it and sees why.
 */
export type Answer =
  | { readonly failed: true }
  | { readonly failed: false; readonly values: ReadonlyMap<string, readonly PlainTensor[]> | undefined };

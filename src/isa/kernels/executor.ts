import type { NdArray } from "../../../kernels-ref/array.js";
import type { Attributes } from "../../../kernels-ref/operator.js";
import type { Unpinned } from "../../../kernels-ref/vector-unit.js";
import { UserError } from "../../base/errors.js";
import { cyclesOf } from "../cost/cycles.js";
import { KernelCaller, type Stray } from "./caller.js";
import type { KernelLibrary } from "./library.js";
import { CHIP_KERNELS } from "./table.js";

/** An operator's call, as far as a chip's function looks at it. */
export interface OperatorCall {
  readonly id: string;
  readonly op: string;
  readonly attributes: Attributes;
}

/** What was executed for one call. */
export interface NodeRun {
  readonly id: string;
  readonly op: string;
  /** The functions that ran, most instructions first; empty where the reference computed it. */
  readonly functions: readonly string[];
  readonly instructions: number;
  /** Estimated, see `cyclesOf`. */
  readonly cycles: number;
  /** Why ESP-DL runs no assembly for it. */
  readonly reason?: string;
  /** Reads outside every buffer. */
  readonly strays: readonly Stray[];
}

/** Computes operators by a chip's own functions, out of a user's checkout of ESP-DL, and keeps what each took. */
export class KernelExecutor {
  private readonly caller: KernelCaller;
  private readonly list: NodeRun[] = [];

  constructor(library: KernelLibrary, readings?: Unpinned) {
    this.caller = new KernelCaller(library, readings);
  }

  get chip(): KernelLibrary["chip"] {
    return this.caller.chip;
  }

  /** Calls so far, in the order they were made. */
  get runs(): readonly NodeRun[] {
    return this.list;
  }

  /**
   * Computes a call into `outputs`, all zeros before.
   * @returns false where ESP-DL runs no assembly for it, and the outputs are untouched
   * @throws UserError naming the call when a function faults
   */
  compute({ id, op, attributes }: OperatorCall, inputs: readonly NdArray[], outputs: readonly NdArray[]): boolean {
    const { caller } = this;
    const kernel = CHIP_KERNELS.get(op);
    caller.begin();
    let reason: string | undefined = "there is no assembly for this operator";
    try {
      if (kernel) reason = kernel(caller, inputs, attributes, outputs);
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${id}: ${error.message}`) : error;
    }
    const functions = [...caller.byFunction].sort(([, a], [, b]) => b - a).map(([name]) => name);
    let cycles = 0;
    for (const [code, counts] of caller.profile) cycles += cyclesOf(code, counts).total;
    const { instructions, reads } = caller;
    this.list.push({
      id,
      op,
      functions,
      instructions,
      cycles,
      strays: reads,
      ...(reason === undefined ? {} : { reason }),
    });
    return reason === undefined;
  }
}

import { macsOf } from "../ir/graph/macs.js";
import type { Program } from "../ir/graph/program.js";
import { COSTS } from "../isa/cost/model.js";
import type { KernelExecutor } from "../isa/kernels/executor.js";

/** What one node takes on the chip, as its functions were executed. */
export interface NodeCost {
  /** The layer's id in the trace, its operator, and the node of the file. */
  readonly layer: string;
  readonly op: string;
  readonly node: string;
  /** Functions that ran, most instructions first; empty where ESP-DL runs C++. */
  readonly functions: readonly string[];
  /** Why ESP-DL runs no assembly for it. */
  readonly reason?: string;
  readonly instructions: number;
  /** Multiply-accumulates; 0 for an operator that sums no products. */
  readonly macs: number;
  /** Estimated cycles of the functions, and what they take at the chip's clock. */
  readonly cycles: number;
  readonly milliseconds: number;
  /** Reads outside every buffer: by instruction, with how often. */
  readonly strayReads: readonly { readonly place: string; readonly near: string; readonly count: number }[];
}

/** The cost of every call that was executed, in order. */
export function nodeCosts(program: Program, kernels: KernelExecutor): NodeCost[] {
  const { clock } = COSTS[kernels.chip];
  const layers = new Map(program.layers.map((layer) => [layer.id, layer]));
  return kernels.runs.map(({ id, op, functions, reason, instructions, cycles, strays }) => {
    const layer = layers.get(id)!;
    return {
      layer: id,
      op,
      node: layer.onnx.at(-1) ?? "",
      functions,
      ...(reason === undefined ? {} : { reason }),
      instructions,
      macs: layer.kind === "call" ? macsOf(program, layer) : 0,
      cycles,
      milliseconds: (cycles / clock) * 1e3,
      strayReads: strays.map(({ place, near, count }) => ({ place, near, count })),
    };
  });
}

import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import type { MemoryPlan } from "./plan.js";

/** A tensor of the arena, and from which layer to which it is needed. Those of one buffer share their bytes on purpose. */
export interface PlannedTensor {
  /** Trace id. */
  readonly id: string;
  readonly buffer: number;
  readonly first: number;
  readonly last: number;
}

/** The tensors that a plan puts into the arena. */
export function plannedTensors({ layers }: Program, { buffers }: MemoryPlan): PlannedTensor[] {
  return buffers.flatMap(({ results, first, last }, buffer) =>
    results.map(({ layer, output }) => ({ id: outputId(layers[layer]!.id, output), buffer, first, last })),
  );
}

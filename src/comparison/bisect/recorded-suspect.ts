import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace } from "../../formats/trace/trace.js";
import { sameTensor } from "./runs.js";
import { CaptureDied, type Suspect } from "./suspect.js";

/** A suspect of which the tensors of whole runs are kept. */
export interface RecordedSuspect extends Suspect {
  /**
   * What was captured so far; of several runs, each tensor as it was when it was wrong.
   * @param reference a run of the same model: what the tensors are, and the inputs that both were given
   */
  trace(reference: Trace): Trace;
}

/** Keeps what a search captures, so that it need not be captured again to be shown. */
export function recordedSuspect(suspect: Suspect): RecordedSuspect {
  const captured = new Map<string, Tensor[]>();
  const keep = (tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> => {
    for (const [id, tensor] of tensors) captured.set(id, [...(captured.get(id) ?? []), tensor]);
    return tensors;
  };
  return {
    ...suspect,
    async capture(ids) {
      try {
        return keep(await suspect.capture(ids));
      } catch (error) {
        if (error instanceof CaptureDied) keep(error.tensors);
        throw error;
      }
    },
    trace: ({ model, layers }) => ({
      runner: suspect.name,
      model,
      layers: layers.flatMap((layer) => {
        const seen = captured.get(layer.id) ?? [];
        const tensor =
          layer.op === "input" ? layer.tensor : (seen.find((one) => !sameTensor(one, layer.tensor)) ?? seen.at(-1));
        return tensor === undefined ? [] : [{ ...layer, tensor }];
      }),
    }),
  };
}

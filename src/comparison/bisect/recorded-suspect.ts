import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Suspect } from "./suspect.js";

/** A suspect of which the tensors of whole runs are kept. */
export interface RecordedSuspect extends Suspect {
  /**
   * What was captured so far.
   * @param reference a run of the same model: what the tensors are, and the inputs that both were given
   */
  trace(reference: Trace): Trace;
}

/** Keeps what a search captures, so that it need not be captured again to be shown. */
export function recordedSuspect(suspect: Suspect): RecordedSuspect {
  const captured = new Map<string, Tensor>();
  return {
    name: suspect.name,
    async capture(ids) {
      const tensors = await suspect.capture(ids);
      for (const [id, tensor] of tensors) captured.set(id, tensor);
      return tensors;
    },
    runEntry: () => suspect.runEntry(),
    runLayer: (id, inputs, before) => suspect.runLayer(id, inputs, before),
    trace: ({ model, layers }) => ({
      runner: suspect.name,
      model,
      layers: layers.flatMap((layer) => {
        const tensor = layer.op === "input" ? layer.tensor : captured.get(layer.id);
        return tensor === undefined ? [] : [{ ...layer, tensor }];
      }),
    }),
  };
}

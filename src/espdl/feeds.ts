import { withChannelsAs } from "../base/tensor/channels.js";
import type { Tensor } from "../base/tensor/tensor.js";
import type { Chip } from "./chip.js";
import type { EspdlModel } from "./model.js";
import { requantized } from "./requantized.js";

/**
 * Arrays as a model takes them: floats are quantized to the input's scale as the chip does it, channels stand where
 * the input has them. What already fits is left alone; what cannot be made to fit, the run refuses.
 */
export function espdlFeeds(
  model: EspdlModel,
  arrays: ReadonlyMap<string, Tensor>,
  chip: Chip,
): ReadonlyMap<string, Tensor> {
  const feeds = new Map(arrays);
  for (const { name, dtype, dims, exponents } of model.graph.inputs) {
    const array = arrays.get(name);
    if (array === undefined) continue;
    const shaped = withChannelsAs(array, (dims ?? []).map(Number));
    const quantizes = shaped.dtype === "float32" && dtype?.startsWith("int");
    feeds.set(name, quantizes ? requantized(shaped, 0, dtype!, exponents[0] ?? 0, chip) : shaped);
  }
  return feeds;
}

/** The real values of a model's input tensors, by name: what the float model that it came from is to be fed. */
export function realFeeds(model: EspdlModel, feeds: ReadonlyMap<string, Tensor>, chip: Chip): Map<string, Tensor> {
  const exponents = new Map(model.graph.inputs.map((info) => [info.name, info.exponents[0] ?? 0]));
  return new Map(
    Array.from(feeds, ([name, tensor]) => {
      const integer = tensor.dtype.startsWith("int");
      return [name, integer ? requantized(tensor, exponents.get(name) ?? 0, "float32", 0, chip) : tensor];
    }),
  );
}

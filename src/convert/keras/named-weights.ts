import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { NamedWeight, WeightStore } from "./weights.js";

/**
 * Weights under names such as `conv1/kernel:0` or `bidirectional/forward_lstm/lstm_cell/kernel`: a layer's name is one of
 * the parts before the last.
 * @param groups the weights of each layer of the outermost model; undefined where the file holds one list for all
 */
export function namedWeights(
  all: readonly NamedWeight[],
  groups?: ReadonlyMap<string, readonly NamedWeight[]>,
): WeightStore {
  return {
    find(path, name, names) {
      const layer = path.at(-1)!;
      const group = groups?.get(path[0]!.name);
      // A layer of the outermost model has its group for itself: the order says which weight is which.
      if (group !== undefined && path.length === 1 && group.length === names.length)
        return group[names.indexOf(name)]!.read();
      const [folder, own] = name.includes(":") ? name.split(":") : ["", name];
      const side = /^(?:layer\/)?(forward|backward)_layer/.exec(folder!)?.[1];
      const fits = (weight: NamedWeight): boolean => {
        const parts = weight.name.replace(/:\d+$/, "").split("/");
        const last = parts.pop()!;
        if (last !== own && last.replace(/_\d+$/, "") !== own) return false;
        if (side !== undefined && !parts.some((part) => part.startsWith(`${side}_`))) return false;
        return parts.includes(layer.name);
      };
      const found = (group ?? all).filter(fits);
      if (found.length > 1)
        throw new UserError(
          `layer ${printable(layer.name)}: ${found.length} weights could be its ${printable(name)} (${printable(found[0]!.name)}, ${printable(found[1]!.name)}); give the layers names of their own`,
        );
      return found[0]?.read();
    },
  };
}

import type { OnnxModel } from "./model.js";

/** The entry of a model's metadata that keeps how the user's file called the nodes that were renamed. */
const KEY = "espdl-lab.nodes";

/** The metadata entry for names by new name; none where nothing was renamed. */
export function userNamesEntry(names: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return names.size === 0 ? [] : [[KEY, JSON.stringify(Object.fromEntries(names))]];
}

/** How the user's file calls the nodes of a quantized model, by their names there; empty where the file does not say. */
export function userNamesOf(model: OnnxModel): ReadonlyMap<string, string> {
  const text = model.metadata.get(KEY);
  if (text === undefined) return new Map();
  try {
    const found = Object.entries(JSON.parse(text) as object);
    return new Map(found.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}

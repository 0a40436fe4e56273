import type { Trace } from "../../formats/trace/trace.js";

/** An id as a file name spells it. */
export const spelledAsFile = (id: string): string => id.replace(/[^A-Za-z0-9._-]/g, "_");

/** A trace under the ids of its reference: one read from a folder of arrays has them as file names spell them. */
export function withIdsOf(reference: Trace, trace: Trace): Trace {
  const ids = new Map(reference.layers.map(({ id }) => [spelledAsFile(id), id]));
  const own = new Set(reference.layers.map(({ id }) => id));
  const idOf = (id: string): string => (own.has(id) ? id : (ids.get(spelledAsFile(id)) ?? id));
  return { ...trace, layers: trace.layers.map((layer) => ({ ...layer, id: idOf(layer.id) })) };
}

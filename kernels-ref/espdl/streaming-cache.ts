import type { Kernel } from "../operator.js";

/**
 * `espdl.streaming_cache`: the frames of earlier runs followed by the data, from the optional second input, or as the first run
 * after a reset sees it: the cache holds zeros. The chip copies bytes, so the cache stands before the whole of the data, whatever the axis.
 */
export const streamingCache: Kernel = ([data, cache], _attributes, [output]) => {
  const out = output.data as Int8Array;
  const cached = out.length - data.data.length;
  if (cache === undefined) out.fill(0, 0, cached);
  else out.set(cache.data as Int8Array, 0);
  out.set(data.data as Int8Array, cached);
};

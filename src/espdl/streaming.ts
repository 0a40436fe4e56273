import type { EspdlModel } from "./model.js";

/** True for a model that remembers frames of earlier runs. */
export const isStreaming = ({ graph }: EspdlModel): boolean =>
  graph.nodes.some(({ opType }) => opType === "StreamingCache");

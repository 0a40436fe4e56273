import type { LayerDiff } from "./trace-diff.js";

/**
 * What is compared, wherever tensors or layers are counted: the tensors that calls make. A model's inputs and constants,
 * which every run is given, do not count; what the board does not make (fused away, or a copy that it spares) it lacks.
 */
export const isMade = ({ op }: { readonly op: string }): boolean => op !== "input" && op !== "param";

/** Those layers of a comparison that count; see {@link isMade}. */
export const comparedLayers = (layers: readonly LayerDiff[]): LayerDiff[] => layers.filter(isMade);

/** A layer that may leave int8. */
export interface RankedLayer {
  readonly name: string;
  /** Multiplications. */
  readonly macs: number;
  /** Noise over signal at the output that comes of it alone. */
  readonly noise: number;
}

/** Share of all the work that a layer costs beside its own: a small one is not free either. */
const EACH = 0.02;

/**
 * The layers in the order in which they are to leave int8: those that make most noise for their work first, but one that
 * makes more than all the others left together before them, whatever its work.
 */
export function ranking(layers: readonly RankedLayer[]): RankedLayer[] {
  const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
  const worth = (layer: RankedLayer): number => layer.noise / (layer.macs / Math.max(macs, 1) + EACH);
  const byWorth = [...layers].sort((a, b) => worth(b) - worth(a));
  const byNoise = [...layers].sort((a, b) => b.noise - a.noise);
  let left = layers.reduce((sum, layer) => sum + layer.noise, 0);
  const order = new Set<RankedLayer>();
  while (order.size < layers.length) {
    const loudest = byNoise.find((layer) => !order.has(layer))!;
    const next = loudest.noise > left / 2 ? loudest : byWorth.find((layer) => !order.has(layer))!;
    left -= next.noise;
    order.add(next);
  }
  return [...order];
}

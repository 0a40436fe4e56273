import type { CallLayer, KernelChoice, Program } from "../graph/program.js";

/** A convolution, and the C function that it got. */
export interface Acceleration {
  readonly layer: CallLayer;
  readonly function: KernelChoice["function"];
  /** Whether ESP-DL's vector code computes it. */
  readonly accelerated: boolean;
  /** Why not, as a part of a sentence. */
  readonly reason?: string;
}

/** The convolutions of a fused program, in its order. */
export function accelerations({ layers }: Program): Acceleration[] {
  return layers.flatMap((layer) => {
    if (layer.kind !== "call" || layer.kernel === undefined) return [];
    return [{ layer, accelerated: layer.kernel.reason === undefined, ...layer.kernel }];
  });
}

/** How many of them are accelerated: `3 of 4 convolutions accelerated`. */
export function accelerationText(found: readonly Acceleration[]): string {
  return `${found.filter(({ accelerated }) => accelerated).length} of ${found.length} convolutions accelerated`;
}

/** Samples that are measured on unless another number is asked for. */
export const SAMPLES = 16;

export interface AnalyseOptions {
  /** Samples measured on, evenly spread over those given; 16. */
  readonly samples?: number | undefined;
  readonly onLayer?: ((done: number, total: number) => void) | undefined;
}

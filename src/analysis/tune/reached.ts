/** What a network reaches on a set of samples. */
export interface Reached {
  /** The worst output against float in dB; null where nothing is lost. */
  readonly snr: number | null;
  /** Share of samples whose largest output is float's, 0 … 1. */
  readonly agreement: number;
  /** Share of samples that are classified right, 0 … 1, and that of the float network; absent without labels. */
  readonly accuracy?: number;
  readonly floatAccuracy?: number;
}

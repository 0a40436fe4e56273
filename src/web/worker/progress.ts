/** Told how far a run is, 0 … 1. */
export type Progress = (text: string, share: number) => void;

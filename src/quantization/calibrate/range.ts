/** The interval of real values that a tensor's quantization has to cover: finite, `min` ≤ `max`. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** One range for each calibrated tensor, by name, in the order in which the model's nodes first mention them. */
export type Ranges = ReadonlyMap<string, Range>;

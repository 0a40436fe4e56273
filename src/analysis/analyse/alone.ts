/** What one layer makes by itself, for every sample. */
export interface Alone {
  /** In the chip's integers, as real values. */
  readonly chip: readonly Float32Array[];
  /** In float, on the same rounded inputs. */
  readonly float: readonly Float32Array[];
  /** Multiplications with accumulation. */
  readonly macs: number;
}

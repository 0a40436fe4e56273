import type { Chip } from "../../../kernels-ref/index.js";

/**
 * The release of esp-ppq whose form a file takes. `1.3.5`: computed right operands of MatMul are packed by nodes before
 * it, constant slices go back to NCHW, no Attention, no tables for 16-bit activations; what runtimes up to esp-dl 3.3.9
 * read. `1.3.12`: `native_kn`, Attention, `LUT` (see `versions` of the reader).
 */
export type Release = "1.3.5" | "1.3.12";

export interface WriteContext {
  readonly chip: Chip;
  readonly release: Release;
  /** Reproduce esp-ppq to the byte from its exponents, stale dims and missing casts included. */
  readonly faithful: boolean;
}

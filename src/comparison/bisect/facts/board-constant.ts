import type { DType } from "../../../base/tensor/dtype.js";

/** A table that a board should hold. */
export interface BoardConstant {
  /** Of the C array. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly dtype: DType;
  /** The calls that read it: index of the layer, and what it is to it, one word. */
  readonly readers: readonly { readonly layer: number; readonly kind: string }[];
}

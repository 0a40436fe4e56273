import type { Replaced } from "./law.js";

/** Something that a loop does otherwise. */
export interface LoopChange {
  readonly cause: string;
  readonly text: string;
  readonly bits: number;
  /** Other steps. */
  readonly replaced?: Replaced;
  /** What is done to an operand's values before. */
  readonly altered?: { readonly position: number; value(x: number): number };
  /** From where else an operand is read: for an element, and the index that the model reads. */
  readonly placed?: { readonly position: number; place(element: number, own: number): number };
}

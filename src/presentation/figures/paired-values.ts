import type { ImageLayout } from "../../comparison/diff/image-layout.js";

/** One layer's tensor on both sides, laid over each other and in one unit. Plain data. */
export interface PairedValues {
  readonly id: string;
  readonly index: number;
  /** `integers`: stored numbers; `steps`: units of the integer side's scale; `values`: floats. */
  readonly unit: "integers" | "steps" | "values";
  /** Largest |b − a| that counts as equal. */
  readonly tolerance: number;
  readonly shape: readonly number[];
  /** Of the image, if it is one. */
  readonly layout?: ImageLayout;
  /** The reference's elements and the board's. */
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export const UNIT: Readonly<Record<PairedValues["unit"], string>> = {
  integers: "stored number",
  steps: "steps of the scale",
  values: "value",
};

/** b − a; 0 within the tolerance, and for two NaN. */
export function errorAt({ a, b, tolerance }: PairedValues, i: number): number {
  const error = b[i]! - a[i]!;
  if (Math.abs(error) <= tolerance || (Number.isNaN(a[i]!) && Number.isNaN(b[i]!))) return 0;
  return error;
}

import type { Segment } from "./segment.js";

/** How much of a program runs in the fast kernels. */
export interface FastCoverage {
  /** Calls that are made for a whole batch, nearly all by ONNX Runtime, of those of the fused program. */
  readonly fast: number;
  readonly calls: number;
  /** The calls that the reference makes, by operator. */
  readonly reference: ReadonlyMap<string, number>;
  /** How many runs of ONNX Runtime one batch takes. */
  readonly segments: number;
}

export function coverageOf(segments: readonly Segment[]): FastCoverage {
  const reference = new Map<string, number>();
  let [fast, calls] = [0, 0];
  for (const { kind, calls: those } of segments) {
    calls += those.length;
    if (kind !== "reference") fast += those.length;
    else for (const { op } of those) reference.set(op, (reference.get(op) ?? 0) + 1);
  }
  return { fast, calls, reference, segments: segments.filter(({ kind }) => kind === "onnx").length };
}

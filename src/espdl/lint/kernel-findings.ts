import type { KernelDifference } from "../kernel-differences.js";
import type { Finding } from "./finding.js";

/** Nodes whose assembly makes something else than the law that the other rules measure by. */
export function kernelFindings(differences: readonly KernelDifference[]): Finding[] {
  return differences.map(({ node, op, functions, elements, differing, worst, fault }) => {
    const name = functions[0] ?? "its function";
    return {
      rule: "kernel-differs",
      severity: "error",
      node,
      op,
      reason:
        fault === undefined
          ? `executed, ${name} makes other integers than the law of its operator`
          : `executed, it does not come to its end: ${fault}`,
      ...(fault === undefined ? { measured: { elements, differing, worst } } : {}),
      remedy: "`espdl-lab diff` with --kernels shows which elements; another layout or exponent may avoid the function",
    };
  });
}

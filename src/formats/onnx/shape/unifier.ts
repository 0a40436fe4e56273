import type { OnnxDim } from "../model.js";
import { solveDims, substituteDim } from "./dim.js";

/** Collects what operators force symbols to be, and applies it. */
export class Unifier {
  private readonly values: Map<string, number | string>;

  /**
   * @param kept symbols that survive when two are found equal (those the graph's inputs are declared with)
   * @param known what symbols are already known to be
   */
  constructor(
    private readonly kept: ReadonlySet<string>,
    known: ReadonlyMap<string, number | string>,
  ) {
    this.values = new Map(known);
  }

  get bindings(): ReadonlyMap<string, number | string> {
    return this.values;
  }

  /** Terminates: what a symbol is bound to holds only symbols that were free at that time. */
  resolve(dim: OnnxDim): OnnxDim {
    for (let current = dim; ; ) {
      const next = substituteDim(current, this.values);
      if (next === current) return current;
      current = next;
    }
  }

  /**
   * The one dimension that two descriptions of it agree on; unknown agrees with everything. Binds a symbol where
   * equality forces it. Undefined when the two cannot be equal.
   */
  unify(left: OnnxDim, right: OnnxDim): OnnxDim | undefined {
    const a = this.resolve(left);
    const b = this.resolve(right);
    if (a === null) return b;
    if (b === null || a === b) return a;
    const solution = solveDims(a, b);
    if (solution === "impossible") return undefined;
    if (solution === "equal") return a;
    const binding = solution.find(({ symbol }) => !this.kept.has(symbol)) ?? solution[0];
    // Nothing to solve for: a number says more than an expression.
    if (binding === undefined) return typeof b === "number" ? b : a;
    this.values.set(binding.symbol, binding.value);
    return this.resolve(a);
  }
}

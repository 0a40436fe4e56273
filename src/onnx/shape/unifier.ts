import type { OnnxDim } from "../model.js";
import { dimSymbols, solveDims, substituteDim } from "./dim.js";

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

  resolve(dim: OnnxDim): OnnxDim {
    return substituteDim(dim, this.values);
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
    this.bind(binding.symbol, binding.value);
    return this.resolve(a);
  }

  private bind(symbol: string, value: number | string): void {
    const binding = new Map([[symbol, value]]);
    for (const [name, old] of this.values) {
      if (dimSymbols(old).has(symbol)) this.values.set(name, substituteDim(old, binding) as number | string);
    }
    this.values.set(symbol, value);
  }
}

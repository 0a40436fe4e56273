import { text } from "../../graph/attributes.js";
import { identity } from "../../graph/value.js";
import type { NodeRule } from "../rule.js";

/** Einsum: sums over the letters that the result lacks. */
export const einsum: NodeRule = {
  emit(call) {
    const { g } = call;
    const equation = call.text("equation", "").replaceAll(" ", "");
    const values = Array.from({ length: call.inputs }, (_, i) => call.value(i));
    const [left, result] = equation.split("->") as [string, string?];
    const terms = left.split(",");
    const sizes = new Map<string, number>();
    const fits = terms.every(
      (term, i) =>
        /^[a-zA-Z]*$/.test(term) && term.length === values[i]?.shape.length && [...term].every(same(i, term)),
    );
    function same(i: number, term: string) {
      return (letter: string): boolean => {
        const size = values[i]!.shape[term.indexOf(letter)]!;
        const known = sizes.get(letter) ?? size;
        sizes.set(letter, known);
        return known === size && term.indexOf(letter) === term.lastIndexOf(letter);
      };
    }
    if (!fits || terms.length !== values.length || result === undefined || ![...result].every((l) => sizes.has(l)))
      return call.refuse("attribute equation", equation, `letters for [${values.map((v) => v.shape).join("], [")}]`);
    const shape = [...result].map((letter) => sizes.get(letter)!);
    const names = values.map((value) => g.as(value));
    const name = g.node("Einsum", names, { equation: text(equation) });
    return { name, shape, order: identity(shape.length), dtype: values[0]!.dtype };
  },
};

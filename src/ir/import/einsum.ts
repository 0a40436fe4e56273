import type { ImporterTable, Operands } from "./operands.js";

/** Letters for the axes that `...` stands for: those that the equation does not use. */
function freeLetters(equation: string): string {
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"].filter((one) => !equation.includes(one)).join("");
}

/** Without `->`, the result has the axes of `...` and then the labels that appear once, in alphabetical order. */
function implied(operandLabels: readonly string[], wide: string): string {
  const all = operandLabels.join("");
  const once = [...new Set(all)].filter((label) => !wide.includes(label) && all.split(label).length === 2);
  return wide + once.sort().join("");
}

/** The equation with `...` written out as labels and a result; an axis that broadcasts is refused by the type rule. */
function explicit(operands: Operands): string {
  const equation = operands.text("equation", "").replaceAll(" ", "");
  if (!/^[A-Za-z.,]*(->[A-Za-z.]*)?$/.test(equation))
    operands.fail("attribute equation must consist of letters", equation, "write it with letters");
  const free = freeLetters(equation);
  const [left = "", right] = equation.split("->");
  let widest = "";
  const labels = left.split(",").map((term, index) => {
    if (!term.includes("...")) return term;
    const named = term.replace("...", "").length;
    const count = operands.value(index).type.shape.length - named;
    if (count < 0)
      operands.fail(`${term} must not name more axes than input ${index} has`, String(named), "export the model again");
    const wide = free.slice(0, count);
    if (wide.length > widest.length) widest = wide;
    return term.replace("...", wide);
  });
  return `${labels.join(",")}->${right === undefined ? implied(labels, widest) : right.replace("...", widest)}`;
}

export const EINSUM: ImporterTable = {
  Einsum: (operands) => [operands.call("einsum", operands.values(), { equation: explicit(operands) })],
};

import type { DiagnosisInput } from "../../diagnosis.js";

/** An operand as its file names it; undefined for what earlier steps made. */
export function nameOf({ inputs }: DiagnosisInput, position: number): string | undefined {
  const operand = inputs[position];
  if (operand === undefined) return undefined;
  if (operand.constant && operand.tensor.size === 1)
    return `the constant ${Number(operand.tensor.item().toPrecision(6))}`;
  return `${operand.constant ? "constant" : "input"} ${operand.id}`;
}

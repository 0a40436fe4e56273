import { numbersAttribute } from "../../../kernels-ref/attributes.js";
import type { DiagnosisInput } from "./diagnosis.js";

/** The 256 entries of a layer that looks every int8 up; undefined where it is no such layer. */
export function tableOf({
  op,
  attributes,
  inputs,
}: Pick<DiagnosisInput, "op" | "attributes" | "inputs">): Int8Array | undefined {
  if (op === "esp.lookup") return Int8Array.from(numbersAttribute(attributes, "table"));
  const table = inputs[1]?.tensor;
  return op === "espdl.lut" && table?.dtype === "int8" ? Int8Array.from(table.toNumbers()) : undefined;
}

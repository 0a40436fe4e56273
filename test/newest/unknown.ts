import { QUANT_TYPES } from "../../src/espdl/import/import-model.js";
import { unknownAttributes } from "../../src/espdl/import/known-attributes.js";
import { REGISTERED } from "../../src/espdl/import/table.js";
import { LAYOUTS } from "../../src/espdl/layout-name.js";
import { VERSIONED_LAWS } from "../../src/espdl/versions.js";
import type { Exported } from "./exported.js";

/** Operators that 1.3.12 names and no chip's runtime registers: a file that holds one is refused by name. */
const REFUSED = new Set([
  ...["Abs", "And", "Cast", "Ceil", "Constant", "ConstantOfShape", "ConvTranspose", "Cos", "DequantizeFloating", "Erf"],
  ...["Expand", "Floor", "GatherElements", "GatherND", "GlobalMaxPool", "LayerNorm", "Max", "Min", "Not"],
  ...["QuantizeFloating", "Round", "ScatterElements", "Shape", "Sin", "Softplus", "Sum", "Tan", "TopK", "Where"],
]);

/** Attributes that exist while it exports and are in no file. */
const INTERNAL = new Set(["platform", "value"]);

/** The newest release that the table of versions knows. */
export const newestKnown = VERSIONED_LAWS.map(({ since }) => since)
  .filter((since) => /^\d/.test(since))
  .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
  .at(-1)!;

/** What an exporter may write that no table here knows: one line each. */
export function unknown({ operators, quantTypes, layouts, attributes }: Exported): string[] {
  const lines = (kind: string, names: Iterable<string>, known: (name: string) => boolean): string[] =>
    [...names].filter((name) => !known(name)).map((name) => `${kind} ${name}`);
  return [
    ...lines("operator", operators, (name) => REGISTERED.has(name) || REFUSED.has(name)),
    ...lines("quant type", quantTypes, (name) => QUANT_TYPES.includes(name)),
    ...lines("layout", layouts, (name) => LAYOUTS.has(name)),
    ...lines("attribute", attributes, (name) => INTERNAL.has(name) || isKnown(name)),
  ];
}

/** Whether any operator is known to have it. */
function isKnown(name: string): boolean {
  const attributes = new Map([[name, { type: "int", value: 0 } as const]]);
  return [...REGISTERED].some((opType) => {
    const node = { name: "", opType, domain: "", docString: "", inputs: [], outputs: [], attributes };
    return unknownAttributes(node).length === 0;
  });
}

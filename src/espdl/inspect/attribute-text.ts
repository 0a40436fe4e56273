import type { EspdlAttribute } from "../model.js";

/** Items of a list that are told. */
const SHOWN = 12;

/** An attribute in one short text: `1`, `[3, 3]`, `Relu`. */
export function attributeText(attribute: EspdlAttribute): string {
  switch (attribute.type) {
    case "float":
      return String(Number(attribute.value.toPrecision(6)));
    case "int":
    case "string":
      return String(attribute.value);
    case "ints":
    case "floats":
    case "strings": {
      const more = attribute.value.length > SHOWN ? `, … ${attribute.value.length}` : "";
      return `[${attribute.value.slice(0, SHOWN).join(", ")}${more}]`;
    }
    default:
      return attribute.type;
  }
}

import { fromBytes } from "../../base/tensor/dtype.js";
import type { EspdlAttribute, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../model.js";

/** The text of a model that stands beside its file as `.info`: graph, constants, values, test vectors. */
export function infoText({ graph, metadata }: EspdlModel): string {
  const properties = [...metadata].map(([key, value]) => `${key}: ${value}\n`).join("");
  const lines = [`model properties:\nmetadata_props:\n${properties}\n`, `graph ${graph.name} (`];
  lines.push(...graph.inputs.map((info) => `  ${valueText(info)}`), ") initializers (");
  lines.push(...graph.initializers.map((tensor) => `  %${tensor.name}[${typeText(tensor.dtype, tensor.dims)}]`), ") {");
  lines.push(...graph.nodes.map((node) => `  ${nodeText(node)}`));
  lines.push(`  return ${graph.outputs.map(({ name }) => `%${name}`).join(", ")}`, "}");
  lines.push(`\n\ninitializers value:\n${graph.initializers.map(tensorText).join("\n")}`);
  lines.push(`\n\nvalues info:\n${graph.valueInfo.map(valueText).join("\n")}`);
  lines.push(`\n\ntest inputs value:\n${graph.testInputs.map(tensorText).join("\n")}`);
  lines.push(`\n\ntest outputs value:\n${graph.testOutputs.map(tensorText).join("\n")}`);
  return `${lines.join("\n")}\n`;
}

const DTYPES: Readonly<Record<string, string>> = { float32: "FLOAT", float64: "DOUBLE" };

function typeText(dtype: string | undefined, dims: readonly (number | string | null)[] | undefined): string {
  const name = dtype === undefined ? "UNDEFINED" : (DTYPES[dtype] ?? dtype.toUpperCase());
  if (dims === undefined) return name;
  return `${name}, ${dims.length === 0 ? "scalar" : dims.map((dim) => dim ?? "?").join("x")}`;
}

const valueText = ({ name, dtype, dims, exponents }: EspdlValueInfo): string =>
  `%${name}[${typeText(dtype, dims)}]${exponents.length > 0 ? `, exponents: [${exponents.join(", ")}]` : ""}`;

function nodeText({ opType, inputs, outputs, attributes }: EspdlNode): string {
  const list = (names: readonly string[]): string => names.map((name) => `%${name}`).join(", ");
  const text = [...attributes].map(([name, attribute]) => `${name} = ${attributeText(attribute)}`).sort();
  return `${list(outputs)} = ${opType}${text.length > 0 ? `[${text.join(", ")}]` : ""}(${list(inputs)})`;
}

function attributeText(attribute: EspdlAttribute): string {
  const { type, value } = attribute;
  if (type === "string") return `'${value}'`;
  if (type === "float") return float(value);
  if (type === "floats") return `[${value.map(float).join(", ")}]`;
  if (type === "ints" || type === "strings") return `[${value.join(", ")}]`;
  return type === "int" ? String(value) : "<Tensor>";
}

/** Fifteen significant digits. */
const float = (value: number): string => String(Number(value.toPrecision(15)));

function tensorText({ name, dtype, dims, layout, exponents, bytes }: EspdlTensor): string {
  const about = layout === "" ? "" : `layout: ${layout}, `;
  const values = Array.from(fromBytes(dtype, bytes) as ArrayLike<number | bigint>, String).join(", ");
  return `%${name}, shape: [${dims.join(", ")}], exponents: [${exponents.join(", ")}], ${about}\nvalue: [${values}] ${dtype}`;
}

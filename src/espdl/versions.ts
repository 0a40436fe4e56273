import type { EspdlAttribute, EspdlModel, EspdlNode } from "./model.js";

/** A feature of files with the law that it stands for, and the version that first writes it. */
export interface VersionedLaw {
  readonly feature: string;
  /** First esp-ppq that writes it, as far as is known: nothing between 1.3.5 and 1.3.12 was looked at. */
  readonly since: "before 1.3.5" | "1.3.12";
  readonly law: string;
  readonly holds: (node: EspdlNode) => boolean;
}

const text = (node: EspdlNode, name: string): string | undefined => textOf(node.attributes.get(name));
const textOf = (attribute: EspdlAttribute | undefined): string | undefined =>
  attribute?.type === "string" ? attribute.value : undefined;

/**
 * Which law holds since which esp-ppq. A file states no version, so its attributes decide, node by node: an absent
 * attribute is the old law. esp-dl's laws are those of 3.3.9; what 1.3.12 adds has no published C++ yet.
 */
export const VERSIONED_LAWS: readonly VersionedLaw[] = [
  {
    feature: "MatMul without input1_layout",
    since: "before 1.3.5",
    law: "a computed right operand is packed like a convolution's kernel",
    holds: (node) => node.opType === "MatMul" && !node.attributes.has("input1_layout"),
  },
  {
    feature: "MatMul input1_layout native_kn",
    since: "1.3.12",
    law: "a computed right operand is in C order; accumulators of its kernel are not stated",
    holds: (node) => text(node, "input1_layout") === "native_kn",
  },
  {
    feature: "MatMul input1_layout packed",
    since: "1.3.12",
    law: "the right operand is packed as before",
    holds: (node) => text(node, "input1_layout") === "packed",
  },
  {
    feature: "quant_type W8A16",
    since: "1.3.12",
    law: "int8 kernels in blocks of 8 over int16 data, biases of 40 bits (64 in portable C)",
    holds: (node) => text(node, "quant_type") === "W8A16",
  },
  {
    feature: "Attention",
    since: "1.3.12",
    law: "fused attention: integer on the ESP32-P4, float32 of the real values elsewhere",
    holds: (node) => node.opType === "Attention",
  },
  {
    feature: "LUT with int16_lut_step",
    since: "1.3.12",
    law: "int16 activations by table: step 1 direct, a power of two the nearest entry, else a straight line with the step of the table's size",
    holds: (node) => node.opType === "LUT" && node.attributes.has("int16_lut_step"),
  },
  {
    feature: "int16 activation of its own type",
    since: "before 1.3.5",
    law: "computed by its formula; Gelu by the nearest entry of its table, which the exporter does not simulate",
    holds: (node) => ACTIVATIONS.has(node.opType) && text(node, "quant_type") === "S16",
  },
  {
    feature: "Softmax with quant_type F32",
    since: "1.3.12",
    law: "float32 in and out, the maximum subtracted first",
    holds: (node) => /^(Log)?Softmax$/.test(node.opType) && text(node, "quant_type") === "F32",
  },
];

const ACTIVATIONS = new Set([
  ...["Swish", "Sigmoid", "Tanh", "HardSwish", "HardSigmoid", "Elu", "Gelu", "LeakyRelu", "Exp"],
]);

/** Features that only a later exporter writes are what tells; some old ones are no sign. */
export function makerOf({ graph }: EspdlModel): {
  readonly version: string;
  readonly features: readonly { readonly feature: string; readonly nodes: number; readonly law: string }[];
} {
  const found = VERSIONED_LAWS.map(({ holds, ...law }) => ({ ...law, nodes: graph.nodes.filter(holds).length })).filter(
    ({ nodes }) => nodes > 0,
  );
  const isNew = found.some(({ since }) => since === "1.3.12");
  const isOld = found.some(({ feature }) => feature === "MatMul without input1_layout");
  const version = isNew
    ? "esp-ppq 1.3.12 or later"
    : isOld
      ? "esp-ppq before 1.3.12"
      : "any esp-ppq: nothing in it is special to a version";
  return { version, features: found.map(({ feature, nodes, law }) => ({ feature, nodes, law })) };
}

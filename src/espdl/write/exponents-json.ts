import { CHIPS, type Chip } from "../../../kernels-ref/index.js";
import type { Draft, DraftNode } from "./draft.js";
import { integerRange, type Quantization } from "./quantization.js";

/** The exponents of a written draft as esp-ppq's `.json`: what `--exponents` takes. */
export function exponentsJson(draft: Draft, chip: Chip): string {
  const hashes = new Map<string, number>();
  const values: Record<string, unknown> = {};
  const hashOf = (quantization: Quantization): number => {
    const key = `${quantization.bits} ${quantization.axis} ${quantization.exponents.join()}`;
    const hash = hashes.get(key) ?? hashes.size + 1;
    hashes.set(key, hash);
    const scales = quantization.exponents.map((exponent) => 2 ** exponent);
    const single = quantization.axis === undefined;
    values[hash] = { scale: single ? scales[0] : scales, zero_point: single ? 0 : scales.map(() => 0) };
    return hash;
  };
  const nodes = draft.nodes.filter(({ quantized }) => quantized);
  const configs = nodes.map((node) => [node.name, configsOf(node, hashOf)]);
  const dispatchings = nodes.map((node) => [node.name, platformOf(node, chip)]);
  return `${JSON.stringify({ configs: Object.fromEntries(configs), dispatchings: Object.fromEntries(dispatchings), values }, null, 4)}\n`;
}

function configsOf(node: DraftNode, hashOf: (of: Quantization) => number): Record<string, unknown> {
  const names = [...node.inputs, ...node.outputs];
  const quantizations = [...node.inputQuantization, ...node.outputQuantization];
  return Object.fromEntries(
    names.map((name, index) => [name, configOf(quantizations[index], node.width === 16 ? 16 : 8, hashOf)]),
  );
}

function configOf(of: Quantization | undefined, width: number, hashOf: (of: Quantization) => number): object {
  const [quant_min, quant_max] = integerRange(of?.bits ?? width);
  const hash = of === undefined ? 0 : hashOf(of);
  const policy = {
    PER_TENSOR: of?.axis === undefined,
    PER_CHANNEL: of?.axis !== undefined,
    LINEAR: true,
    FLOATING: false,
    SYMMETRICAL: true,
    ASYMMETRICAL: false,
    POWER_OF_2: true,
    DYNAMIC: false,
  };
  const state = of === undefined ? "FP32" : "ACTIVATED";
  return { bit_width: of?.bits ?? width, policy, state, quant_min, quant_max, hash, dominator: hash };
}

const PLATFORMS: Readonly<Record<(typeof CHIPS)[Chip], string>> = {
  esp32p4: "ESPDL",
  esp32s3: "ESPDL_S3",
  c: "ESPDL_C",
};

function platformOf(node: DraftNode, chip: Chip): string {
  const type = node.attributes.get("quant_type");
  const mixed = type?.type === "string" && type.value === "W8A16";
  return `${PLATFORMS[CHIPS[chip]]}_${mixed ? "W8A16" : node.width === 16 ? "INT16" : "INT8"}`;
}

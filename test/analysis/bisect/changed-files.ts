import { readFileSync } from "node:fs";
import type { EspdlAttribute, EspdlGraph, EspdlModel, EspdlNode, EspdlTensor } from "../../../src/espdl/model.js";
import { readEspdl } from "../../../src/espdl/read.js";

const read = (name: string): EspdlModel =>
  readEspdl(readFileSync(new URL(`../../../notebooks/models/${name}.espdl`, import.meta.url)));

export const digits = read("digits_s8");
export const wide = read("digits_s16");
/** An Add of operands with other exponents: 2^-5 the graph's input, 2^-4 a convolution's. */
export const skip = read("skip_add_s8");

const changed = (model: EspdlModel, graph: Partial<EspdlGraph>): EspdlModel => ({
  ...model,
  graph: { ...model.graph, ...graph },
});

const withExponent =
  (name: string, exponent: number) =>
  <T extends { readonly name: string }>(info: T): T =>
    info.name === name ? { ...info, exponents: [exponent] } : info;

/** The digits with another exponent of an activation. */
export const valueInfo = (name: string, exponent: number): EspdlModel =>
  changed(digits, { valueInfo: digits.graph.valueInfo.map(withExponent(name, exponent)) });

export const outputExponent = (name: string, exponent: number): EspdlModel =>
  changed(valueInfo(name, exponent), { outputs: digits.graph.outputs.map(withExponent(name, exponent)) });

export const inputExponent = (exponent: number): EspdlModel =>
  changed(digits, { inputs: digits.graph.inputs.map(withExponent("input", exponent)) });

/** The factor of the multiplication with another exponent. */
export const factorExponent = (exponent: number): EspdlModel =>
  changed(skip, { initializers: skip.graph.initializers.map(withExponent("/Constant_output_0", exponent)) });

export const initializer = (name: string, change: (tensor: EspdlTensor) => Partial<EspdlTensor>): EspdlModel =>
  changed(digits, {
    initializers: digits.graph.initializers.map((one) => (one.name === name ? { ...one, ...change(one) } : one)),
  });

/** The bytes of a filter HWCN, of 16 output channels, as if they were NHWC. */
export function nhwc({ dims, bytes }: EspdlTensor): Partial<EspdlTensor> {
  const [outputs, taps] = [dims[3]!, dims[0]! * dims[1]! * dims[2]!];
  return { bytes: bytes.map((_, i) => bytes[(i % taps) * outputs + Math.floor(i / taps)]!) };
}

/** The weights of a dense layer, [inputs, outputs], as if they were [outputs, inputs]. */
export function turned({ dims, bytes }: EspdlTensor): Partial<EspdlTensor> {
  const [inputs, outputs] = [dims[2]!, dims[3]!];
  return { bytes: bytes.map((_, i) => bytes[(i % outputs) * inputs + Math.floor(i / outputs)]!) };
}

const node = (name: string, change: (node: EspdlNode) => ReadonlyMap<string, EspdlAttribute>): EspdlModel =>
  changed(digits, {
    nodes: digits.graph.nodes.map((one) => (one.name === name ? { ...one, attributes: change(one) } : one)),
  });

export const activation = (name: string, value: string): EspdlModel =>
  node(name, ({ attributes: all }) => new Map([...all, ["activation", { type: "string", value }]]));

export const attributes = (name: string, attribute: string, value: readonly number[]): EspdlModel =>
  node(name, ({ attributes: all }) => new Map([...all, [attribute, { type: "ints", value }]]));

/** The Add with its first operand brought to the exponent of the second. */
export const requantized = withRequantize();

function withRequantize(): EspdlModel {
  const { nodes, inputs, valueInfo: infos } = skip.graph;
  const at = nodes.findIndex(({ opType }) => opType === "Add");
  const add = nodes[at]!;
  const name = inputs[0]!.name;
  const step: EspdlNode = {
    ...add,
    ...{ name: "/Requantize", opType: "RequantizeLinear", inputs: [name], outputs: ["aligned"], attributes: new Map() },
  };
  const rewired = { ...add, inputs: add.inputs.map((input) => (input === name ? "aligned" : input)) };
  return changed(skip, {
    nodes: [...nodes.slice(0, at), step, rewired, ...nodes.slice(at + 1)],
    valueInfo: [...infos, { ...inputs[0]!, name: "aligned", exponents: [-4] }],
  });
}

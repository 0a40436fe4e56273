import type { Draft, DraftNode } from "../draft.js";
import { intOf } from "../draft.js";
import type { Quantization } from "../quantization.js";
import type { OperatorExponents } from "./exponents-file.js";

/** Gives every node the width and quantizations of esp-ppq's file; a node that the file does not list stays float. */
export function quantizeFromFile(draft: Draft, operators: readonly OperatorExponents[]): void {
  const byName = new Map(operators.map((operator) => [operator.name, operator]));
  const named = new Set(draft.nodes.map(({ name }) => name));
  const unnamed = operators.filter(({ name }) => !named.has(name));
  for (const node of draft.nodes) {
    const operator = byName.get(node.name) ?? unnamed.find(({ tensors }) => makes(tensors, node));
    if (operator !== undefined) apply(node, operator);
    else if (node.opType === "Relu") takeOver(draft, node);
  }
  quantizeMade(draft, unnamed);
  for (const name of draft.inputs) {
    const [first] = draft.readers(name);
    const given = first?.inputQuantization[first.inputs.indexOf(name)];
    if (given !== undefined) draft.inputQuantization.set(name, given);
  }
}

/** Nodes that both writers made up, in the order in which they made them; then those that only neighbours describe. */
function quantizeMade(draft: Draft, unnamed: readonly OperatorExponents[]): void {
  const number = (name: string): number => Number(/\d+$/.exec(name)?.[0] ?? 0);
  const theirs = unnamed
    .filter(({ name }) => /^PPQ_Operation_\d+$/.test(name))
    .sort((a, b) => number(a.name) - number(b.name));
  const ours = draft.nodes.filter(({ name, quantized }) => isMade(name) && !quantized);
  let from = 0;
  for (const node of ours.sort((a, b) => number(a.name) - number(b.name))) {
    const at = theirs.findIndex((operator, index) => index >= from && fits(node, operator));
    if (at < 0) continue;
    apply(node, theirs[at]!);
    from = at + 1;
  }
  for (const node of draft.nodes)
    if (!node.quantized && (isMade(node.name) || isJoined(draft, node))) betweenNamed(draft, node);
}

const isMade = (name: string): boolean => name.startsWith("Espdl_");

/** A Transpose that esp-ppq joined with its own before it wrote its file: its reader tells the grid. */
const isJoined = (draft: Draft, { opType, outputs }: DraftNode): boolean =>
  opType === "Transpose" && draft.readers(outputs[0]!).some(({ quantized }) => quantized);

/** An operator of as many tensors as the node's, all its named ones among them. */
function fits(node: DraftNode, { tensors }: OperatorExponents): boolean {
  const names = new Set([...node.inputs, ...node.outputs].filter((name) => name !== ""));
  return tensors.size === names.size && [...names].every((name) => isMade(name) || tensors.has(name));
}

/** An operator whose last tensors are the node's results. */
function makes(tensors: OperatorExponents["tensors"], { outputs }: DraftNode): boolean {
  const last = [...tensors.keys()].slice(-outputs.length);
  return outputs.every((name, index) => last[index] === name);
}

function apply(node: DraftNode, { width, tensors }: OperatorExponents): void {
  node.width = width;
  node.quantized = true;
  const all = [...tensors.values()];
  const whole = all.length === node.inputs.length + node.outputs.length;
  const find = (name: string, position: number): Quantization | undefined =>
    tensors.has(name) ? tensors.get(name) : whole ? all[position] : undefined;
  node.inputQuantization = node.inputs.map((name, index) => weightAxis(node, index, find(name, index)));
  node.outputQuantization = node.outputs.map((name, index) => {
    return tensors.has(name) ? tensors.get(name) : all[all.length - node.outputs.length + index];
  });
}

/** Per-channel exponents belong to the output channels: axis 0, but the columns of an untransposed Gemm. */
function weightAxis(node: DraftNode, index: number, of: Quantization | undefined): Quantization | undefined {
  if (of?.axis === undefined || index !== 1 || node.opType !== "Gemm") return of;
  return { ...of, axis: intOf(node, "transB", 0) === 0 ? 1 : 0 };
}

/** A node that esp-ppq's file does not describe: on its neighbours' grids. */
function betweenNamed(draft: Draft, node: DraftNode): void {
  const [reader] = draft.readers(node.outputs[0]!).filter(({ quantized }) => quantized);
  const source = draft.producer(node.inputs[0]!);
  const width = reader?.width ?? source?.width;
  if (width === undefined || width === "float") return;
  const grid = (name: string): Quantization | undefined => {
    const maker = draft.producer(name);
    return maker === undefined
      ? draft.inputQuantization.get(name)
      : maker.outputQuantization[maker.outputs.indexOf(name)];
  };
  node.width = width;
  node.quantized = true;
  node.inputQuantization = node.inputs.map((name) => (draft.isConstant(name) ? undefined : grid(name)));
  const [given] = node.inputQuantization;
  const read = reader?.inputQuantization[reader.inputs.indexOf(node.outputs[0]!)];
  node.outputQuantization = node.outputs.map(() => read ?? given);
}

/** A ReLU that esp-ppq had fused when it wrote its file: on the grid of the convolution before it. */
function takeOver(draft: Draft, node: DraftNode): void {
  const before = draft.producer(node.inputs[0]!);
  if (before === undefined || !before.quantized) return;
  node.width = before.width;
  node.quantized = true;
  node.inputQuantization = [before.outputQuantization[0]];
  node.outputQuantization = [before.outputQuantization[0]];
}

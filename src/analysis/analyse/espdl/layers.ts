import type { EspdlProgram } from "../../../espdl/compile.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import type { Operand } from "../../../ir/graph/program.js";
import { floatPart } from "../float-part.js";
import type { IntegerLayer } from "../layers.js";
import { biasOf, weightOf } from "./constants.js";

/** Operators of the float model that only move, select or cut values. */
const MOVING: ReadonlySet<string> = new Set([
  ..."Clip DepthToSpace Dropout Expand Flatten Gather GlobalMaxPool Identity MaxPool Pad Relu Reshape".split(" "),
  ..."ReverseSequence Slice SpaceToDepth Split Squeeze Transpose Unsqueeze".split(" "),
]);
const WEIGHTED: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** A layer of an `.espdl`: all calls from the last tensors that the float model names to the next one. */
export interface EspdlLayer extends IntegerLayer {
  /** Where its tensor stands in the program, and those it reads, in the order of `inputs`. */
  readonly operand: Operand;
  readonly reads: readonly Operand[];
}

/** The layers whose integers can be held against a tensor of the float model, in the order of the program. */
export function espdlLayers(float: OnnxModel, program: EspdlProgram): EspdlLayer[] {
  const makers = new Map(float.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const named = new Map<string, string>();
  for (const [name, operand] of program.tensors) if (makers.has(name)) named.set(keyOf(operand), name);
  const found: EspdlLayer[] = [];
  for (const [name, operand] of program.tensors) {
    const layer = program.layers[operand.layer];
    const maker = makers.get(name);
    if (layer?.kind !== "call" || maker === undefined || typeof layer.exponent !== "number") continue;
    const { dtype } = layer.types[operand.output]!;
    if (dtype !== "int8" && dtype !== "int16") continue;
    const reads = readsOf(program, operand, named);
    const inputs = reads.map((read) => named.get(keyOf(read)) ?? program.layers[read.layer]!.name);
    const node = computing(floatPart(float, { inputs, tensor: name }).graph.nodes, maker);
    if (MOVING.has(node.opType)) continue;
    const bits = dtype === "int8" ? 8 : 16;
    const output = { tensor: name, quantized: name, exponent: layer.exponent, bits };
    const own = { node, tensor: name, output, inputs, operand, reads };
    found.push({ ...own, weight: weightOf(float, program, own), bias: biasOf(float, program, own) });
  }
  return found.sort((a, b) => a.operand.layer - b.operand.layer);
}

const keyOf = ({ layer, output }: Operand): string => `${layer}:${output}`;

/** The nearest tensors before one that the float model names, or that are inputs of the program. */
function readsOf(program: EspdlProgram, end: Operand, named: ReadonlyMap<string, string>): Operand[] {
  const found = new Map<string, Operand>();
  const walk = ({ layer: index }: Operand): void => {
    const layer = program.layers[index]!;
    if (layer.kind !== "call") return;
    for (const operand of layer.inputs) {
      const before = program.layers[operand.layer]!;
      if (before.kind === "param") continue;
      if (before.kind === "input" || named.has(keyOf(operand))) found.set(keyOf(operand), operand);
      else walk(operand);
    }
  };
  walk(end);
  return [...found.values()];
}

/** The node that computes: the one with weights, else the one that makes the tensor, or is cut by what makes it. */
function computing(nodes: readonly OnnxNode[], maker: OnnxNode): OnnxNode {
  const weighted = nodes.find(({ opType }) => WEIGHTED.has(opType));
  return (
    weighted ?? (MOVING.has(maker.opType) ? nodes.findLast(({ opType }) => !MOVING.has(opType)) : undefined) ?? maker
  );
}

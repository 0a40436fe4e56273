import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, draftNode } from "../draft.js";
import type { WriteContext } from "../options.js";
import { type Quantization, sameQuantization } from "../quantization.js";

const CASTS = new Set(["QuantizeLinear", "RequantizeLinear", "DequantizeLinear"]);

/** esp-ppq takes two scales for equal when they differ by less. */
const SAME_SCALE = 1e-5;

const scale = (of: Quantization): number => 2 ** of.exponents[0]!;
const integer = (of: Quantization): "int8" | "int16" => (of.bits > 8 ? "int16" : "int8");

/** Float tensors that a quantized node reads, and integers on another grid than the node's, are cast before it. */
export function insertQuantizeNodes(draft: Draft): void {
  eachRead(draft, (node, index, wanted) => {
    const source = draft.producer(node.inputs[index]!);
    if (source === undefined || CASTS.has(source.opType) || source.opType === "Shape") return;
    if (source.quantized && sourceQuantization(source, node.inputs[index]!) !== undefined) return;
    const inputs = [Tensor.scalar("float32", scale(wanted)), Tensor.scalar(integer(wanted), 0)];
    insertCast(draft, node, index, "QuantizeLinear", node.width, integer(wanted), inputs);
  });
}

export function insertRequantizeNodes(draft: Draft, { faithful }: WriteContext): void {
  eachRead(draft, (node, index, wanted) => {
    const source = draft.producer(node.inputs[index]!);
    const given =
      source === undefined
        ? faithful
          ? undefined
          : draft.inputQuantization.get(node.inputs[index]!)
        : source.quantized && !CASTS.has(source.opType)
          ? sourceQuantization(source, node.inputs[index]!)
          : undefined;
    if (given === undefined || same(given, wanted, faithful)) return;
    const inputs = [Tensor.scalar("float32", scale(wanted) / scale(given)), Tensor.scalar(integer(wanted), 0)];
    insertCast(draft, node, index, "RequantizeLinear", node.width, integer(wanted), inputs);
  });
}

/** Float nodes that read integers get them dequantized; esp-ppq forgets those of graph inputs. */
export function insertDequantizeNodes(draft: Draft, { faithful }: WriteContext): void {
  if (!faithful) for (const [name, given] of draft.inputQuantization) dequantize(draft, name, given);
  for (const source of [...draft.nodes]) {
    if (!source.quantized || CASTS.has(source.opType)) continue;
    source.outputs.forEach((name, output) => {
      dequantize(draft, name, source.outputQuantization[output]);
    });
  }
}

function dequantize(draft: Draft, name: string, given: Quantization | undefined): void {
  if (given === undefined) return;
  for (const reader of draft.readers(name)) {
    if (reader.quantized || CASTS.has(reader.opType) || reader.opType === "Shape") continue;
    const inputs = [Tensor.scalar("float32", scale(given)), Tensor.scalar(integer(given), 0)];
    insertCast(draft, reader, reader.inputs.indexOf(name), "DequantizeLinear", "float", "float32", inputs);
  }
}

function same(given: Quantization, wanted: Quantization, faithful: boolean): boolean {
  if (given.bits !== wanted.bits) return false;
  return faithful ? Math.abs(scale(given) - scale(wanted)) < SAME_SCALE : sameQuantization(given, wanted);
}

function eachRead(draft: Draft, visit: (node: DraftNode, index: number, wanted: Quantization) => void): void {
  for (const node of [...draft.nodes]) {
    if (!node.quantized || CASTS.has(node.opType)) continue;
    node.inputQuantization.forEach((wanted, index) => {
      const name = node.inputs[index];
      if (wanted !== undefined && name !== undefined && name !== "" && !draft.isConstant(name))
        visit(node, index, wanted);
    });
  }
}

const sourceQuantization = (source: DraftNode, name: string): Quantization | undefined =>
  source.outputQuantization[source.outputs.indexOf(name)];

function insertCast(
  draft: Draft,
  node: DraftNode,
  index: number,
  opType: string,
  width: DraftNode["width"],
  dtype: "int8" | "int16" | "float32",
  parameters: readonly Tensor[],
): void {
  const input = node.inputs[index]!;
  const output = draft.addValue(draft.shapeOf(input), dtype);
  const permutation = draft.permutations.get(input);
  if (permutation !== undefined) draft.permutations.set(output, permutation);
  const inputs = [input, ...parameters.map((tensor) => draft.addConstant(tensor))];
  draft.insertBefore(node, draftNode({ name: draft.freshName("Operation"), opType, inputs, outputs: [output], width }));
  node.inputs[index] = output;
}

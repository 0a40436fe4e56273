import { UserError } from "../base/errors.js";
import { Tensor } from "../base/tensor/tensor.js";
import { type InterpretOptions, interpret } from "../execution/interpreter/interpret.js";
import type { CallLayer } from "../ir/graph/program.js";
import type { KernelExecutor } from "../isa/kernels/executor.js";
import { chipArithmetic } from "./chip.js";
import { compareElements, type ElementDifference } from "./compare-elements.js";
import type { EspdlProgram } from "./compile.js";

/** A node whose own function, given what the reference computed before it, makes something else than the reference. */
export interface KernelDifference {
  readonly layer: string;
  readonly op: string;
  readonly node: string;
  readonly functions: readonly string[];
  readonly elements: number;
  readonly differing: number;
  /** Largest difference in integer steps. */
  readonly worst: number;
  readonly first?: ElementDifference;
  /** Why the function did not come to its end; then nothing was compared. */
  readonly fault?: string;
}

/**
 * Runs a model by the reference and every node of it by the chip's function on the same operands, so that no node
 * inherits a difference. The reference is the chip's law, the ESP32-S3's saturating lanes included.
 */
export function kernelDifferences(
  program: EspdlProgram,
  feeds: ReadonlyMap<string, Tensor>,
  kernels: KernelExecutor,
): KernelDifference[] {
  const { chip } = kernels;
  const made = new Map<number, readonly Tensor[] | string>();
  const compute: InterpretOptions["compute"] = (layer, inputs) => {
    const outputs = layer.types.map(({ dtype, shape }) => Tensor.zeros(dtype, shape));
    try {
      if (kernels.compute(layer, inputs, outputs)) made.set(layer.index, outputs);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      made.set(layer.index, error.message);
    }
    return undefined;
  };
  const found: KernelDifference[] = [];
  interpret(program, feeds, {
    arithmetic: chipArithmetic(chip, chip === "esp32s3"),
    keep: "outputs",
    compute,
    onLayer: (layer, [expected]) => {
      const outputs = made.get(layer.index);
      made.delete(layer.index);
      if (layer.kind !== "call" || outputs === undefined) return;
      const functions = kernels.runs.at(-1)?.id === layer.id ? kernels.runs.at(-1)!.functions : [];
      const difference = compared(layer, expected!, outputs, functions);
      if (difference) found.push(difference);
    },
  });
  return found;
}

function compared(
  { id, op, onnx }: CallLayer,
  expected: Tensor,
  outputs: readonly Tensor[] | string,
  functions: readonly string[],
): KernelDifference | undefined {
  const base = { layer: id, op, node: onnx.at(-1) ?? "", functions, elements: expected.size };
  if (typeof outputs === "string") return { ...base, differing: expected.size, worst: 0, fault: outputs };
  const { differing, worst, first } = compareElements(expected, outputs[0]!);
  return differing === 0 ? undefined : { ...base, differing, worst, ...(first && { first }) };
}

import { type Arithmetic, type Chip, sizeOf } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { itemSize } from "../base/tensor/dtype.js";
import { printable } from "../formats/onnx/printable.js";
import type { Node, Value } from "../ir/graph/graph.js";
import type { Layer, Operand, Program } from "../ir/graph/program.js";
import { chipArithmetic } from "./chip.js";
import { type ImportedModel, type ImportOptions, importEspdl, type StoppedNode } from "./import/import-model.js";
import type { EspdlModel } from "./model.js";
import { workOf } from "./work.js";

/** A program whose tensors can be found by their names in the file: inputs, constants that are read, results. */
export interface EspdlProgram extends Program {
  readonly tensors: ReadonlyMap<string, Operand>;
  /** Nodes that are not in the program, see `CompileEspdlOptions.partial`. */
  readonly stopped: readonly StoppedNode[];
}

export interface CompileEspdlOptions extends ImportOptions {
  /** The chip the file was exported for; the file does not say. */
  readonly chip: Chip;
  /** ESP32-S3 only: int8 convolutions in the 20-bit lanes of its SIMD. Default: false. */
  readonly saturatingLanes?: boolean;
}

/**
 * The program of an `.espdl` model: inputs, then the calls in the file's order, each behind the constants that it is
 * the first to read. A layer is named after the tensor it makes (its first, if it makes several), so that traces of two
 * files, or of a file and the ONNX model it came from, meet by tensor name.
 * @throws UserError for what the chip's runtime does not run.
 */
export function compileEspdl(
  model: EspdlModel,
  { chip, saturatingLanes, ...options }: CompileEspdlOptions,
): EspdlProgram {
  const arithmetic = chipArithmetic(chip, saturatingLanes);
  return new Emitter(importEspdl(model, chip, options)).program(arithmetic);
}

class Emitter {
  private readonly layers: Layer[] = [];
  private readonly operands = new Map<Value, Operand>();
  private readonly ids = new Set<string>();

  constructor(private readonly imported: ImportedModel) {}

  program(arithmetic: Arithmetic): EspdlProgram {
    const { graph, steps } = this.imported;
    for (const input of graph.inputs) {
      const exponent = this.exponent(input.name);
      this.define([input], { kind: "input", ...this.base(input.name, [input]), ...exponent });
    }
    for (const { results } of steps) {
      for (const result of results) if (result.kind === "result" && !this.operands.has(result)) this.call(result.node);
    }
    const outputs = graph.outputs.map((value) => this.operand(value));
    const tensors = new Map<string, Operand>();
    for (const [value, name] of this.imported.names) {
      const operand = this.operands.get(value);
      if (operand !== undefined) tensors.set(name, operand);
    }
    const program = { layers: this.layers, outputs, arithmetic, tensors, stopped: this.imported.stopped };
    checkSize(program);
    return program;
  }

  private call(node: Node): void {
    const inputs = node.inputs.map((value) => this.operand(value));
    const name = this.imported.names.get(node.results[0]) ?? node.op;
    const { op, attributes, origin } = node;
    const exponent = origin.exponent === undefined ? {} : { exponent: origin.exponent };
    const base = this.base(name, node.results, origin.onnx);
    this.define(node.results, { kind: "call", ...base, ...exponent, op, func: op, inputs, attributes });
  }

  private operand(value: Value): Operand {
    if (value.kind === "constant" && !this.operands.has(value)) {
      const name = this.imported.names.get(value) ?? "zeros";
      const { tensor } = value;
      this.define([value], { kind: "param", ...this.base(name, [value]), ...this.exponent(name), tensor });
    }
    return this.operands.get(value)!;
  }

  private define(values: readonly Value[], layer: Layer): void {
    values.forEach((value, output) => {
      this.operands.set(value, { layer: layer.index, output });
    });
    this.layers.push(layer);
  }

  private base(name: string, values: readonly Value[], onnx: readonly string[] = []) {
    const index = this.layers.length;
    const id = this.ids.has(name) ? `${name}@${index}` : name;
    this.ids.add(id);
    return { index, name, id, types: values.map(({ type }) => type), onnx };
  }

  private exponent(name: string): { readonly exponent?: number | readonly number[] } {
    const exponents = this.imported.exponents(name);
    if (exponents.length === 0) return {};
    return { exponent: exponents.length === 1 ? exponents[0] : exponents };
  }
}

/** More than any ESP32 can hold or finish: such a file is corrupt or hostile. */
const MAX_TENSOR_BYTES = 2 ** 31;
const MAX_WORK = 2 ** 39;

/** @throws UserError when running the program would take too much memory or time. */
function checkSize(program: Program): void {
  let bytes = 0;
  let work = 0;
  for (const layer of program.layers) {
    for (const { dtype, shape } of layer.types) bytes += sizeOf(shape) * itemSize(dtype);
    if (layer.kind === "call") work += workOf(program, layer);
    if (bytes > MAX_TENSOR_BYTES || work > MAX_WORK)
      throw new UserError(
        `${printable(layer.id)}: the tensors up to here take ${bytes} bytes and ${work} products, expected at most ${MAX_TENSOR_BYTES} and ${MAX_WORK} (the file is damaged, or for no ESP32)`,
      );
  }
}

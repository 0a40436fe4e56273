import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { itemSize } from "../../base/tensor/dtype.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Quantization } from "../graph/quantized-tensor.js";
import { count } from "../graph/value.js";
import { DamagedError, Table } from "./flatbuffer.js";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "./model.js";
import { OPERATOR_NAMES } from "./operator-names.js";

const DTYPES: Readonly<Record<number, DType>> = {
  ...{ 0: "float32", 1: "float16", 2: "int32", 3: "uint8", 4: "int64", 6: "bool", 7: "int16", 9: "int8" },
};
const MOST_ELEMENTS = 2 ** 28;
const CUSTOM = 32;

/** The only graph of a .tflite file. @param name the file's name, for messages @throws UserError */
export function readTflite(bytes: Uint8Array, name: string): TfliteModel {
  if (new TextDecoder("latin1").decode(bytes.subarray(4, 8)) !== "TFL3")
    throw new UserError(`${name}: not a .tflite file (no TFL3 at byte 4), or cut short; convert the model again`);
  try {
    return graphOf(Table.root(bytes), name);
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    throw new UserError(`${name}: damaged or cut short (${error.message}); copy the whole file`);
  }
}

function graphOf(root: Table, name: string): TfliteModel {
  const graphs = root.tables(2);
  if (graphs.length !== 1)
    throw new UserError(`${name}: holds ${graphs.length} graphs, expected 1; convert it without control flow`);
  const codes = root.tables(1).map(operatorName);
  const buffers = root.tables(4).map((buffer) => buffer.bytes(0));
  const [graph] = graphs as [Table];
  const tensors = graph.tables(0).map((tensor, i) => tensorOf(tensor, buffers, `${name}: tensor ${i}`));
  const inRange = (index: number, least: number): number => {
    if (index < least || index >= tensors.length)
      throw new UserError(`${name}: refers to tensor ${index} of ${tensors.length}; copy the whole file`);
    return index;
  };
  const list = (values: readonly number[], least = 0): number[] => values.map((index) => inRange(index, least));
  return {
    name: graph.text(4) || "model",
    tensors,
    inputs: list(graph.ints(1)),
    outputs: list(graph.ints(2)),
    operators: graph.tables(3).map((operator): TfliteOperator => {
      const code = codes[operator.uint32(0)];
      if (code === undefined) throw new UserError(`${name}: an operator without a code; copy the whole file`);
      const [inputs, outputs] = [list(operator.ints(1), -1), list(operator.ints(2))];
      if (outputs.length === 0) throw new UserError(`${name}: ${code} has no output; copy the whole file`);
      return { name: code, inputs, outputs, options: operator.table(4) };
    }),
  };
}

/** The code was one byte until 127 operators were known. */
function operatorName(code: Table): string {
  const builtin = Math.max(code.int8(0), code.int32(3));
  if (builtin === CUSTOM) return `CUSTOM ${printable(code.text(1))}`;
  return OPERATOR_NAMES[builtin] ?? `operator ${builtin}`;
}

function tensorOf(table: Table, buffers: readonly Uint8Array[], where: string): TfliteTensor {
  const name = table.text(3);
  const label = `${where} ${printable(name)}`;
  const shape = table.ints(0);
  const type = table.int8(1);
  const dtype = DTYPES[type];
  if (dtype === undefined)
    throw new UserError(`${label}: element type ${type}, expected float, int8, uint8, int16, int32, int64 or bool`);
  if (shape.some((size) => size < 0) || shape.length > 8 || !(count(shape) <= MOST_ELEMENTS))
    throw new UserError(`${label}: shape [${shape.slice(0, 8)}], expected known sizes of at most ${MOST_ELEMENTS}`);
  if (table.table(6) !== undefined)
    throw new UserError(`${label}: its elements are stored sparse; convert the model without sparsity`);
  const bytes = buffers[table.uint32(2)];
  if (bytes === undefined) throw new UserError(`${label}: its buffer is not in the file; copy the whole file`);
  if (bytes.length > 0 && bytes.length !== count(shape) * itemSize(dtype))
    throw new UserError(`${label}: holds ${bytes.length} bytes, its shape [${shape}] needs ${count(shape)} ${dtype}`);
  const quantization = quantizationOf(table.table(4), shape, label);
  return {
    ...{ name, shape, dtype },
    ...(bytes.length > 0 ? { bytes } : {}),
    ...(quantization === undefined ? {} : { quantization }),
  };
}

function quantizationOf(table: Table | undefined, shape: readonly number[], label: string): Quantization | undefined {
  const scales = table?.floats(2) ?? [];
  if (table === undefined || scales.length === 0) return undefined;
  const given = table.longs(3);
  const zeroPoints = given.length === 0 ? scales.map(() => 0) : given;
  const axis = scales.length === 1 ? 0 : table.int32(6);
  const fits = scales.length === 1 || scales.length === shape[axis];
  if (!fits || zeroPoints.length !== scales.length || scales.some((scale) => !(scale > 0 && scale < Infinity)))
    throw new UserError(
      `${label}: ${scales.length} scales and ${zeroPoints.length} zero points do not fit axis ${axis} of [${shape}]`,
    );
  return { scales, zeroPoints, axis };
}

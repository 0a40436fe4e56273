import type { DType } from "../../base/tensor/dtype.js";
import type { Quantization } from "../graph/quantized-tensor.js";
import type { Table } from "./flatbuffer.js";

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Its elements in little-endian bytes, where the file holds them. */
  readonly bytes?: Uint8Array;
  readonly quantization?: Quantization;
}

export interface TfliteOperator {
  /** Its name in the schema, such as `CONV_2D`. */
  readonly name: string;
  /** -1 stands for an omitted optional input. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Table | undefined;
}

/** The main graph of a .tflite file. */
export interface TfliteModel {
  readonly name: string;
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In the order of execution. */
  readonly operators: readonly TfliteOperator[];
}

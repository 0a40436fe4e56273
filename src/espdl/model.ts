import type { DType } from "../base/tensor/dtype.js";

/** A tensor held in the file: a weight, a bias, a table, a test vector. Real value = integer · 2^exponent. */
export interface EspdlTensor {
  readonly name: string;
  readonly dtype: DType;
  /** Logical sizes. A filter's are HWCN (HWNC if depthwise) whatever the order of its bytes: see `layout`. */
  readonly dims: readonly number[];
  /** How `bytes` are arranged: `(N/16)HWC16`, `NHWC`, `UNK` (plain C order) …; "" when the file does not say. */
  readonly layout: string;
  /** One number, or one per output channel; empty when the file gives none. */
  readonly exponents: readonly number[];
  /** Little-endian, exactly prod(dims) elements, bool one byte each. May share the file's storage. */
  readonly bytes: Uint8Array;
}

/** A named activation. The dims of values around inserted Transposes may be stale; the exponents are what the chip uses. */
export interface EspdlValueInfo {
  readonly name: string;
  /** Undefined when the file does not say. */
  readonly dtype: DType | undefined;
  /** A size, a symbol, or null for an unknown dimension; undefined when even the rank is unknown. */
  readonly dims: readonly (number | string | null)[] | undefined;
  readonly layout: string;
  readonly exponents: readonly number[];
}

/** An attribute with its type. Integers are safe integers; strings are UTF-8. */
export type EspdlAttribute =
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "tensor"; readonly value: EspdlTensor }
  | { readonly type: "graph"; readonly value: EspdlGraph }
  | { readonly type: "floats"; readonly value: readonly number[] }
  | { readonly type: "ints"; readonly value: readonly number[] }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "tensors"; readonly value: readonly EspdlTensor[] }
  | { readonly type: "graphs"; readonly value: readonly EspdlGraph[] };

export interface EspdlNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly docString: string;
  /** "" stands for an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, EspdlAttribute>;
}

export interface EspdlGraph {
  readonly name: string;
  readonly docString: string;
  /** In the order of the file, which is the order of execution. */
  readonly nodes: readonly EspdlNode[];
  readonly initializers: readonly EspdlTensor[];
  readonly inputs: readonly EspdlValueInfo[];
  readonly outputs: readonly EspdlValueInfo[];
  readonly valueInfo: readonly EspdlValueInfo[];
  /** Inputs, and the outputs expected for them, that the file's maker embedded. */
  readonly testInputs: readonly EspdlTensor[];
  readonly testOutputs: readonly EspdlTensor[];
}

/** An `.espdl` model as plain immutable data: what `readEspdl` returns and `writeEspdl` takes. */
export interface EspdlModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly domain: string;
  readonly modelVersion: number;
  readonly docString: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: EspdlGraph;
}

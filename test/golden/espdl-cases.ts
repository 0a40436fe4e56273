import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseNpz } from "../../src/base/tensor/npz.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { vectors } from "./vectors.js";

/** What a case's maker says of one of its inputs or outputs. */
export interface EspdlValueFacts {
  /** Its array's name in the .npz files. */
  readonly key: string;
  readonly name: string;
  readonly dtype: "s8" | "s16" | "f32" | "bool";
  readonly dims: readonly number[];
  readonly exponents: readonly number[];
}

export interface EspdlFacts {
  readonly name: string;
  readonly target: "c" | "esp32s3" | "esp32p4";
  readonly magic: "EDL1" | "EDL2";
  readonly sha256: string;
  /** How many nodes of each operator. */
  readonly ops: Readonly<Record<string, number>>;
  readonly per_channel_weights: number;
  readonly inputs: readonly EspdlValueFacts[];
  readonly outputs: readonly EspdlValueFacts[];
  readonly golden_status: "exact" | "float_ulp" | "int16_pm1" | "golden_differs_from_cpp" | "s3_20bit_saturation";
  readonly rounding: "half_up" | "half_even";
}

export type EspdlArrays = "inputs.npz" | "outputs.npz" | "outputs_cpp.npz" | "outputs_s3_sat20.npz";

/** An .espdl model with its vectors: see the README beside them. */
export interface EspdlCase {
  readonly name: string;
  readonly facts: EspdlFacts;
  /** The bytes of model.espdl. */
  model(): Uint8Array;
  has(file: EspdlArrays): boolean;
  /** Arrays by key (`t0`, `t1`, …). */
  arrays(file: EspdlArrays): Map<string, Tensor>;
}

const { root, names } = vectors("espdl");

/** Where the vectors are read from. */
export const espdlRoot = root;

/** Every case, in alphabetical order. */
export function espdlCases(): EspdlCase[] {
  return names.map(espdlCase);
}

export function espdlCase(name: string): EspdlCase {
  const path = (file: string): string => join(espdlRoot, name, file);
  return {
    name,
    facts: JSON.parse(readFileSync(path("meta.json"), "utf8")) as EspdlFacts,
    model: () => readFileSync(path("model.espdl")),
    has: (file) => existsSync(path(file)),
    arrays: (file) => parseNpz(readFileSync(path(file)), `${name}/${file}`),
  };
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseNpz } from "../../src/base/tensor/npz.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { EspdlFacts } from "./espdl-cases.js";
import { vectors } from "./vectors.js";

/** A file of 2026 with its vectors; see the README beside them. */
export interface ChipCase {
  readonly name: string;
  readonly facts: Omit<EspdlFacts, "golden_status"> & {
    readonly golden_status: string;
    readonly note?: string;
    readonly cpp_is_chip?: boolean;
    readonly features?: readonly string[];
  };
  readonly model: Uint8Array;
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** What the chip computes: the integer law, the C++ where it is the chip, else the embedded outputs. */
  readonly law: ReadonlyMap<string, Tensor>;
}

/** The cases of a set: all of them where they are at hand, else those committed with the tests. */
export function chipCases(set: "espdl_1312" | "espdl_2026"): ChipCase[] {
  const { root, names } = vectors(set);
  return names.map((name) => {
      const path = (file: string): string => join(root, name, file);
      const arrays = (file: string) => parseNpz(readFileSync(path(file)), `${name}/${file}`);
      const facts = JSON.parse(readFileSync(path("meta.json"), "utf8")) as ChipCase["facts"];
      const laws = ["outputs_law.npz", ...(facts.cpp_is_chip === false ? [] : ["outputs_cpp.npz"]), "outputs.npz"];
      return {
        name,
        facts,
        model: readFileSync(path("model.espdl")),
        inputs: arrays("inputs.npz"),
        law: arrays(laws.find((file) => existsSync(path(file)))!),
      };
    });
}

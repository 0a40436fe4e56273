import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseNpz } from "../../src/base/tensor/npz.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { vectors } from "./vectors.js";

/** One kernel of a chip's vector unit, executed: what it was given and what it wrote. */
export interface PieCase {
  readonly name: string;
  readonly chip: "esp32s3" | "esp32p4";
  readonly facts: {
    readonly op: string;
    readonly bits?: 8 | 16;
    readonly pads_top_bottom_left_right?: readonly number[];
    readonly strides?: readonly number[];
    readonly dilations?: readonly number[];
    readonly shift?: number | string;
    readonly shift_negative?: number;
    readonly shift_positive?: number;
    readonly relu?: boolean;
    readonly expect: string;
    readonly not_pinned?: string;
  };
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/** Every executed kernel of a chip: all where they are at hand, else those committed with the tests. */
export function pieCases(chip: PieCase["chip"]): PieCase[] {
  const folder = chip === "esp32s3" ? "pie" : "pie_p4";
  const { root, names } = vectors(folder);
  return names.map((name) => {
      const arrays = (file: string) => parseNpz(readFileSync(join(root, name, file)), `${name}/${file}`);
      const facts = JSON.parse(readFileSync(join(root, name, "meta.json"), "utf8")) as PieCase["facts"];
      return { name, chip, facts, inputs: arrays("inputs.npz"), outputs: arrays("outputs.npz") };
    });
}

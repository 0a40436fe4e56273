import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseNpz } from "../../../src/base/tensor/npz.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Chip } from "../../../src/espdl/chip.js";
import type { EspdlModel } from "../../../src/espdl/model.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { type FromExponentsOptions, writeFromExponents } from "../../../src/espdl/write/from-exponents.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { readModel } from "../../../src/formats/onnx/read.js";

/** A float model, esp-ppq's exponents for it and the file it made of them. */
export interface WrittenCase {
  readonly name: string;
  readonly chip: Chip;
  readonly bits: 8 | 16;
  readonly w8a16: boolean;
  readonly status: string;
  float(): OnnxModel;
  theirs(): EspdlModel;
  /** Our file from the same exponents. */
  ours(): Promise<EspdlModel>;
  arrays(file: string): ReadonlyMap<string, Tensor>;
  has(file: string): boolean;
  /** Path of one of its files. */
  file(name: string): string;
}

interface Facts {
  readonly target: string;
  readonly quant_type?: string;
  readonly golden_status: string;
}

/** Every folder with a float model: all of them where they are at hand, else those committed with the tests. */
export function writtenCases(): WrittenCase[] {
  return ["espdl_1312", "espdl_1312_more", "espdl_2026"].flatMap((set) => {
    const shared = fileURLToPath(new URL(`../../../../shared/golden/${set}`, import.meta.url));
    const root = existsSync(shared) ? shared : fileURLToPath(new URL(`../../golden/${set}`, import.meta.url));
    const names = readdirSync(root).filter((name) => existsSync(join(root, name, "float.onnx")));
    return names.sort().map((name) => readCase(root, name));
  });
}

/** A folder of float.onnx, model.espdl, model.json and meta.json. */
export function readCase(root: string, name: string): WrittenCase {
  const path = (file: string): string => join(root, name, file);
  const facts = JSON.parse(readFileSync(path("meta.json"), "utf8")) as Facts;
  const chip: Chip = facts.target === "c" ? "c" : facts.target.includes("s3") ? "esp32s3" : "esp32p4";
  const type = facts.quant_type ?? "w8a8";
  const bits = type === "w8a8" ? 8 : 16;
  const float = (): OnnxModel => readModel(path("float.onnx"));
  return {
    name,
    chip,
    bits,
    w8a16: type === "w8a16",
    status: facts.golden_status,
    float,
    theirs: () => readEspdl(readFileSync(path("model.espdl"))),
    ours: async () => {
      const options: FromExponentsOptions = { chip, bits, lutStep: stepOf(name), ...releaseOf(root) };
      return (await writeFromExponents(float(), readFileSync(path("model.json"), "utf8"), options)).model;
    },
    arrays: (file) => parseNpz(readFileSync(path(file)), `${name}/${file}`),
    has: (file) => existsSync(path(file)),
    file: path,
  };
}

/** Tables of the two releases differ in names alone, which the exponents do not tell. */
const releaseOf = (root: string): Pick<FromExponentsOptions, "release"> =>
  root.endsWith("espdl_2026") ? { release: "1.3.5" } : {};

/** The step is a setting of esp-ppq that its exponents do not tell; the names of the cases do. */
function stepOf(name: string): number {
  if (name.includes("nolut")) return 0;
  return Number(/_lut(?:lin)?(\d+)_/.exec(name)?.[1] ?? 32);
}

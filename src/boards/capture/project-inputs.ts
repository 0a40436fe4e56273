import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { parseNpz } from "../../base/tensor/npz.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { type LayerDescription, SAMPLE_FILE } from "./layers-file.js";

/** The inputs of a run: a `.npy` for a model with one input, a `.npz` keyed by name, or what the project was exported with. */
export function readInputs(project: string, layers: readonly LayerDescription[], path?: string): Map<string, Tensor> {
  const file = path ?? join(project, SAMPLE_FILE);
  const bytes = readBytes(file);
  if (file.endsWith(".npz")) return parseNpz(bytes, file);
  const inputs = layers.filter(({ op }) => op === "input");
  if (inputs.length !== 1) {
    throw new UserError(`${file}: the model has ${inputs.length} inputs; give a .npz keyed by input name`);
  }
  return new Map([[inputs[0]!.id, parseNpy(bytes, file)]]);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

import type { Chip } from "../../../kernels-ref/index.js";
import { ACTIVATION } from "./activation.js";
import { ATTENTION } from "./attention.js";
import { convolutionImporters } from "./convolution.js";
import { ELEMENTWISE } from "./elementwise.js";
import { IMAGE } from "./image.js";
import { MOVEMENT } from "./movement.js";
import type { Importer } from "./node-view.js";
import { RECURRENT } from "./recurrent.js";
import { REDUCE } from "./reduce.js";

/** How each operator that the chip's runtime registers becomes one of the IR, by its name in the file. */
export function importers(chip: Chip): ReadonlyMap<string, Importer> {
  const table = {
    ...convolutionImporters(chip),
    ...ELEMENTWISE,
    ...ACTIVATION,
    ...ATTENTION,
    ...IMAGE,
    ...MOVEMENT,
    ...REDUCE,
    ...RECURRENT,
  };
  return new Map(Object.entries(table));
}

/** Operators that the chip's runtime registers, by their names in the file. */
export const REGISTERED: ReadonlySet<string> = new Set(importers("c").keys());

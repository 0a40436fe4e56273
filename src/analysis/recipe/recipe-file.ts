import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { readJson } from "../../base/json.js";
import { CHIPS, type Chip } from "../../espdl/chip.js";
import { printable } from "../../formats/onnx/printable.js";
import { ESPDL_RECIPE, type EspdlRecipe } from "./espdl-recipe.js";
import { RECIPE, type Recipe } from "./recipe.js";

const SCHEMA = v.variant("format", [RECIPE, ESPDL_RECIPE]);

/** A recipe of the TVM flow. @throws UserError when the file cannot be read, is no recipe, or one for an `.espdl`. */
export function readRecipe(path: string): Recipe {
  const recipe = read(path);
  if (recipe.format === "espdl-lab-recipe") return recipe;
  throw new UserError(
    `${printable(path)}: for an .espdl on ${recipe.chip}, expected one of the TVM flow; give --format espdl`,
  );
}

/** A recipe of a chip's `.espdl`. @throws UserError when the file cannot be read, is no recipe, or one for another chip. */
export function readEspdlRecipe(path: string, chip: Chip): EspdlRecipe {
  const recipe = read(path);
  if (recipe.format === "espdl-lab-espdl-recipe" && CHIPS[recipe.chip] === CHIPS[chip]) return recipe;
  const found = recipe.format === "espdl-lab-recipe" ? "the TVM flow" : recipe.chip;
  throw new UserError(
    `${printable(path)}: for ${found}, expected one for ${chip}; make one with tune --format espdl --target_chip`,
  );
}

const read = (path: string): Recipe | EspdlRecipe => readJson(SCHEMA, path, "give a file that `tune --recipe` wrote");

/** The same bytes for the same recipe. */
export function formatRecipe(recipe: Recipe | EspdlRecipe): string {
  return `${JSON.stringify(recipe, null, 1)}\n`;
}

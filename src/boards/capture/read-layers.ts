import { join } from "node:path";
import { recovered } from "../../base/files/replace-folder.js";
import { readText } from "../../base/json.js";
import { LAYERS_FILE, LAYERS_REMEDY, type LayerDescription, parseLayers } from "./layers-file.js";

/**
 * Reads a project's `layers.json`.
 * @throws UserError when it is missing or not one of ours.
 */
export function readLayers(project: string): LayerDescription[] {
  recovered(project);
  const path = join(project, LAYERS_FILE);
  return parseLayers(readText(path, LAYERS_REMEDY), path);
}

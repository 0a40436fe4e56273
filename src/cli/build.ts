import { Command } from "commander";
import { boardByName, readFirmware } from "../board/index.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { print, warn } from "./output.js";

export function buildCommand(): Command {
  return addBoardOptions(new Command("build").description("compile a project for a board"))
    .addHelpText("after", "\nExample:\n  espdl-lab build --project out/new_project --board wasm")
    .action(run);
}

async function run({ project, board }: BoardOptions): Promise<void> {
  const image = await boardByName(board).build(await readFirmware(project));
  if (image.log !== "") warn(image.log.trim());
  print(`${image.path}: built for ${board}`);
}

import { Command } from "commander";
import { type Board, boardByName, type Image, readFirmware } from "../boards/board/index.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { print, printJson, warn } from "./output.js";
import { progressBar } from "./progress.js";

interface Options extends BoardOptions {
  readonly json?: true;
}

export function buildCommand(): Command {
  return addBoardOptions(new Command("build"))
    .option("--json", "print what was built as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab build --project out/new_project --board wasm")
    .action(run);
}

async function run({ project, board, json }: Options): Promise<void> {
  const { path } = await buildShown(boardByName(board), project);
  if (json) printJson({ board, image: path });
  else print(`${path}: built for ${board}`);
}

/** Compiles a project with a bar, and passes on what the compiler had to say. */
export async function buildShown(board: Board, project: string): Promise<Image> {
  const firmware = await readFirmware(project);
  const bar = progressBar("build", 100);
  try {
    const image = await board.build(firmware, (done, total) => bar.update(Math.round((100 * done) / total)));
    if (image.log !== "") warn(image.log.trim());
    return image;
  } finally {
    bar.stop();
  }
}

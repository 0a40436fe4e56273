import { Command } from "commander";
import { boardByName } from "../boards/board/index.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { buildShown } from "./build.js";
import { print, printJson } from "./output.js";
import { progressBar } from "./progress.js";

interface Options extends BoardOptions {
  readonly json?: true;
}

export function flashCommand(): Command {
  return addBoardOptions(new Command("flash"))
    .option("--json", "print what was flashed as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab flash --project out/new_project --board /dev/ttyUSB0")
    .action(run);
}

async function run({ project, board: name, json }: Options): Promise<void> {
  const board = boardByName(name);
  const image = await buildShown(board, project);
  const bar = progressBar("flash", 100);
  try {
    await board.flash(image, (done, total) => bar.update(Math.round((100 * done) / total)));
  } finally {
    bar.stop();
  }
  if (json) printJson({ board: name, image: image.path });
  else print(`${image.path}: on ${name}`);
}

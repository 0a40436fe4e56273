import { Command } from "commander";
import { boardByName, readFirmware } from "../board/index.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { print } from "./output.js";
import { progressBar } from "./progress.js";

export function flashCommand(): Command {
  return addBoardOptions(new Command("flash").description("build a project and write it to a board"))
    .addHelpText("after", "\nExample:\n  espdl-lab flash --project out/new_project --board /dev/ttyUSB0")
    .action(run);
}

async function run({ project, board: name }: BoardOptions): Promise<void> {
  const board = boardByName(name);
  const image = await board.build(await readFirmware(project));
  const bar = progressBar("flash", 100);
  try {
    await board.flash(image, (done, total) => bar.update(Math.round((100 * done) / total)));
  } finally {
    bar.stop();
  }
  print(`${image.path}: on ${name}`);
}

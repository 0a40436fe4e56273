import { Command } from "commander";
import { boardByName, VIRTUAL_BOARDS } from "../board/index.js";
import { UserError } from "../errors.js";

export function monitorCommand(): Command {
  return new Command("monitor")
    .description("print what a real board writes to its console, until Ctrl-C")
    .requiredOption("--board <port>", "serial port such as /dev/ttyUSB0")
    .addHelpText("after", "\nExample:\n  espdl-lab monitor --board /dev/ttyUSB0 | tee monitor.txt")
    .action(run);
}

async function run({ board }: { board: string }): Promise<void> {
  if ((VIRTUAL_BOARDS as readonly string[]).includes(board)) {
    throw new UserError(`--board ${board}: a virtual board has no console; \`espdl-lab run\` shows its outputs`);
  }
  const transport = await boardByName(board).open({ path: "", log: "" });
  await new Promise<void>((resolve) => {
    transport.onData((bytes) => process.stdout.write(bytes));
    process.once("SIGINT", resolve);
  });
  await transport.close();
}

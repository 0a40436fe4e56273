import { Command } from "commander";
import { monitor } from "../boards/capture/monitor.js";

export function monitorCommand(): Command {
  return new Command("monitor")
    .requiredOption("--board <port>", "serial port such as /dev/ttyUSB0")
    .addHelpText("after", "\nExample:\n  espdl-lab monitor --board /dev/ttyUSB0 | tee monitor.txt")
    .action(run);
}

async function run({ board }: { board: string }): Promise<void> {
  const line = await monitor(board, (bytes) => process.stdout.write(bytes));
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
  });
  await line.close();
}

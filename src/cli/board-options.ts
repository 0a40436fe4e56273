import type { Command } from "commander";

export interface BoardOptions {
  readonly project: string;
  readonly board: string;
}

/** `--project` and `--board`, which every command that touches a board has. */
export function addBoardOptions(command: Command): Command {
  return command
    .requiredOption("--project <folder>", "a project made by `espdl-lab export` (its new_project)")
    .option("--board <board>", "wasm, host, qemu-esp32c3 or a serial port such as /dev/ttyUSB0", "wasm");
}

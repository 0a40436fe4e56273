#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { UserError } from "../errors.js";
import { debugCommand } from "./debug.js";
import { preprocessCommand } from "./preprocess.js";
import { quantizeCommand } from "./quantize.js";
import { tourCommand } from "./tour.js";
import { version } from "./version.js";

const program = new Command("espdl-lab")
  .description("Quantize, run and debug ESP-DL networks bit for bit on a PC.")
  .version(version())
  .configureHelp({ helpWidth: 100, showGlobalOptions: false })
  .addHelpText("after", "\nExit codes: 0 ok · 1 the compared things differ · 2 error.\nStart here: espdl-lab tour");

const commands = [preprocessCommand(), quantizeCommand(), debugCommand(), tourCommand()];
for (const command of commands) program.addCommand(command);
for (const command of [program, ...commands]) command.exitOverride();

/** Commander exits with 0 for help and version; every misuse of the command line is exit 2, like any other user error. */
async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UserError) process.stderr.write(`espdl-lab: ${error.message}\n`);
    else reportBug(error);
    return 2;
  }
}

function reportBug(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`espdl-lab: internal error, please report it: ${message.split("\n", 1)[0]}\n`);
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write("Run again with DEBUG=1 in the environment to see where.\n");
}

process.exitCode = await main();

import { spawn } from "node:child_process";
import { Command } from "commander";
import { readConnection } from "../kernel/connection.js";
import { installKernel } from "../kernel/install.js";
import { kernelArguments } from "../kernel/launch.js";
import { ExitCode } from "./exit-code.js";
import { print } from "./output.js";

export function kernelCommand(): Command {
  const install = new Command("install")
    .description("make the TypeScript kernel known to Jupyter and VS Code")
    .option("--user", "for this person (default)")
    .option("--prefix <folder>", "for one Python environment, such as .venv")
    .action((options: { prefix?: string }) => {
      print(`Kernel espdl-lab installed in ${installKernel(options.prefix)}`);
    });
  const start = new Command("start")
    .description("run the kernel; Jupyter does this by itself")
    .requiredOption("--connection_file <file>", "connection file that Jupyter wrote")
    .action((options: { connection_file: string }) => run(options.connection_file));
  return new Command("kernel")
    .addCommand(install)
    .addCommand(start)
    .addHelpText("after", "\nExample:\n  espdl-lab kernel install --user");
}

async function run(connectionFile: string): Promise<void> {
  readConnection(connectionFile);
  const [program, ...args] = kernelArguments(connectionFile) as [string, ...string[]];
  const child = spawn(program, args, { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => {});
  const code = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => resolve(code ?? 2));
    child.once("error", reject);
  });
  if (code !== 0) throw new ExitCode(2);
}

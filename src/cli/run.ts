import { Command, CommanderError } from "commander";
import { KernelError } from "../../kernels-ref/kernel-error.js";
import { UserError } from "../base/errors.js";
import { nearNames } from "../base/near-names.js";
import { SCREEN } from "../presentation/display/wrap.js";
import { loadCommands } from "./commands.js";
import { ExitCode } from "./exit-code.js";
import { fitHelp } from "./fit-help.js";
import { version } from "./version.js";

/**
 * Runs one command line, printing to this process's streams.
 * @param args what stands behind the program's name
 * @returns the exit code: 0 ok, 1 the compared things differ, 2 error (then one line on the error stream says which)
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await (await program(args)).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof ExitCode) return error.code;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const known = told(error);
    if (known !== undefined) process.stderr.write(`espdl-lab: ${known.message}\n`);
    else reportBug(error);
    return 2;
  }
}

/** What a person can mend: a mistake in what was given, or a file system that refuses. Anything else is our own bug. */
function told(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (error instanceof KernelError) return new UserError(error.message);
  const { code, syscall, path } = Object(error) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || typeof code !== "string" || typeof syscall !== "string") return undefined;
  const place = path === undefined ? syscall : `${path}: ${syscall}`;
  return new UserError(`${place} failed (${code}); check that it is there, may be used and has room`);
}

/** The command's name in `lint m.espdl`, `help lint` and `-- lint`; the version and the help alone name none. */
function commandOf(args: readonly string[]): string | undefined {
  return args.find((word) => !word.startsWith("-") && word !== "help");
}

async function program(args: readonly string[]): Promise<Command> {
  const root = new Command("espdl-lab")
    .description("Quantize, run and debug ESP-DL networks bit for bit on a PC.")
    .version(version())
    .addHelpText("after", "\nExit codes: 0 ok · 1 the compared things differ · 2 error.\nStart here: espdl-lab tour");
  for (const command of await loadCommands(commandOf(args))) root.addCommand(command);
  prepare(root, args);
  return root;
}

/** Errors of use on one line that ends in what to do next; never a call of process.exit. */
function prepare(command: Command, args: readonly string[]): void {
  let help = `${command.name()} --help`;
  for (let above = command.parent; above !== null; above = above.parent) help = `${above.name()} ${help}`;
  for (const subcommand of command.commands) prepare(subcommand, args);
  command
    .exitOverride()
    .configureHelp({ helpWidth: SCREEN, showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => process.stdout.write(fitHelp(text)),
      outputError(text, write) {
        const line = text
          .trim()
          .replace(/^error: /, "")
          .replace(/\s*\n\s*/g, " ");
        write(`espdl-lab: ${misspelt(command, args, line) ?? line} (see ${help})\n`);
      },
    });
}

/** An option that is said to be missing may stand there with a slip in its name. */
function misspelt({ options }: Command, args: readonly string[], line: string): string | undefined {
  if (!line.startsWith("required option")) return undefined;
  const known = options.flatMap(({ long }) => long ?? []);
  const given = args.filter((word) => word.startsWith("--")).map((word) => word.split("=", 1)[0]!);
  const unknown = given.find((word) => word !== "--" && !known.includes(word));
  const [near] = unknown === undefined ? [] : nearNames(unknown, known, 1);
  return near === undefined ? undefined : `unknown option '${unknown}' (Did you mean ${near}?)`;
}

function reportBug(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`espdl-lab: internal error, please report it: ${message.split("\n", 1)[0]}\n`);
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write("Run again with DEBUG=1 in the environment to see where.\n");
}

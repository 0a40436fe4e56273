import type { Command } from "commander";

type Load = () => Promise<Command>;

/** Every command in the order of the help. One is loaded when it is asked for: most need libraries that the others do not. */
const COMMANDS: ReadonlyMap<string, Load> = new Map<string, Load>([
  ["check", async () => (await import("./check.js")).checkCommand()],
  ["preprocess", async () => (await import("./preprocess.js")).preprocessCommand()],
  ["quantize", async () => (await import("./quantize.js")).quantizeCommand()],
  ["analyse", async () => (await import("./analyse.js")).analyseCommand()],
  ["tune", async () => (await import("./tune.js")).tuneCommand()],
  ["debug", async () => (await import("./debug.js")).debugCommand()],
  ["evaluate", async () => (await import("./evaluate.js")).evaluateCommand()],
  ["diff", async () => (await import("./diff.js")).diffCommand()],
  ["export", async () => (await import("./export.js")).exportCommand()],
  ["memory", async () => (await import("./memory.js")).memoryCommand()],
  ["build", async () => (await import("./build.js")).buildCommand()],
  ["flash", async () => (await import("./flash.js")).flashCommand()],
  ["run", async () => (await import("./run-project.js")).runCommand()],
  ["monitor", async () => (await import("./monitor.js")).monitorCommand()],
  ["capture", async () => (await import("./capture.js")).captureCommand()],
  ["bisect", async () => (await import("./bisect.js")).bisectCommand()],
  ["notebook", async () => (await import("./notebook.js")).notebookCommand()],
  ["kernel", async () => (await import("./kernel.js")).kernelCommand()],
  ["inspect", async () => (await import("./inspect.js")).inspectCommand()],
  ["verify", async () => (await import("./verify.js")).verifyCommand()],
  ["lint", async () => (await import("./lint.js")).lintCommand()],
  ["isa", async () => (await import("./isa.js")).isaCommand()],
  ["tour", async () => (await import("./tour.js")).tourCommand()],
]);

const VERSION: ReadonlySet<string | undefined> = new Set(["--version", "-V"]);

/**
 * The command of that name; all of them for any other word, as the help and the guesses at a misspelt name need them, but
 * none for the version.
 */
export async function loadCommands(name: string | undefined): Promise<Command[]> {
  if (VERSION.has(name)) return [];
  const named = COMMANDS.get(name ?? "");
  const loads = named === undefined ? [...COMMANDS.values()] : [named];
  return Promise.all(loads.map((load) => load()));
}

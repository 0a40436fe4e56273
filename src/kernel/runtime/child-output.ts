import childProcess, { ChildProcess, type SpawnSyncReturns } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

type Stdio = "inherit" | "pipe" | "ignore" | number | object | null | undefined;
interface Options {
  stdio?: Stdio | Stdio[];
}

/**
 * What programs print that a cell starts belongs to the cell: where they were to inherit the kernel's own stdout and
 * stderr, which nobody sees, their output goes through it.
 */
export function captureChildren(): void {
  const prototype = ChildProcess.prototype as unknown as { spawn(options: Options): unknown };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options: Options) {
    const { stdio, inherited } = piped(options.stdio);
    const result = spawn.call(this, { ...options, stdio });
    if (inherited[1]) this.stdout?.on("data", (data) => process.stdout.write(data));
    if (inherited[2]) this.stderr?.on("data", (data) => process.stderr.write(data));
    return result;
  };
  for (const name of ["spawnSync", "execSync", "execFileSync"] as const) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    const replaced = (...args: unknown[]) => {
      const at = args.findLastIndex((arg) => typeof arg === "object" && arg !== null && !Array.isArray(arg));
      if (at < 0) return original(...args);
      const { stdio, inherited } = piped((args[at] as Options).stdio);
      const rest = [...args];
      // Without stdio, execSync and execFileSync print a program's stderr themselves.
      rest[at] = { ...(args[at] as Options), stdio: name !== "spawnSync" && inherited[2] ? undefined : stdio };
      const result = name === "spawnSync" ? original(...rest) : attempt(() => original(...rest), inherited);
      const { stdout, stderr } = (name === "spawnSync" ? result : { stdout: result }) as SpawnSyncReturns<Buffer>;
      if (inherited[1] && stdout) process.stdout.write(stdout);
      if (inherited[2] && stderr) process.stderr.write(stderr);
      return result;
    };
    (childProcess as unknown as Record<string, unknown>)[name] = replaced;
  }
  syncBuiltinESMExports();
}

/** A program that failed has its output on the error. */
function attempt(run: () => unknown, inherited: readonly boolean[]): unknown {
  try {
    return run();
  } catch (error) {
    const { stdout } = error as { stdout?: Buffer };
    if (inherited[1] && stdout) process.stdout.write(stdout);
    throw error;
  }
}

/** The same three streams, with a pipe for each output that was to be the kernel's own. */
function piped(stdio: Stdio | Stdio[]): { readonly stdio: Stdio | Stdio[]; readonly inherited: readonly boolean[] } {
  const all: Stdio[] = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
  const own = [undefined, process.stdout, process.stderr] as const;
  const inherited = [1, 2].map((fd) => all[fd] === "inherit" || all[fd] === fd || all[fd] === own[fd]);
  if (!inherited.includes(true)) return { stdio, inherited: [false, false, false] };
  if (inherited[0]) all[1] = "pipe";
  if (inherited[1]) all[2] = "pipe";
  return { stdio: all, inherited: [false, ...inherited] };
}

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Processes that a process has started, by number, and those that they have started. */
function descendants(pid: number): number[] {
  return children(pid).flatMap((child) => [child, ...descendants(child)]);
}

function children(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks).flatMap((task) => numbers(readFileSync(`${tasks}/${task}/children`, "utf8")));
  } catch {
    if (existsSync("/proc/self")) return []; // it has ended by itself
    const { stdout } = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
    return numbers(stdout ?? "");
  }
}

const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** Interrupts the programs that a cell waits for, as Ctrl-C does in a terminal. */
export function interruptChildren(): void {
  for (const pid of descendants(process.pid))
    try {
      process.kill(pid, "SIGINT");
    } catch {
      // It has ended by itself.
    }
}

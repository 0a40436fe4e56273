import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

const found = new Map<string, boolean>();
const told = new Set<string>();

function has(tool: string): boolean {
  if (!found.has(tool)) found.set(tool, spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0);
  return found.get(tool)!;
}

/** Skips a test, and says so, on a machine where a tool that it needs is not installed. */
export function needs(context: TestContext, ...tools: string[]): void {
  const absent = tools.filter((tool) => !has(tool));
  if (absent.length === 0) return;
  const reason = `needs ${absent.join(", ")}`;
  if (!told.has(reason)) console.log(`skipped in ${context.task.file.name}: what ${reason}`);
  told.add(reason);
  context.skip(reason);
}

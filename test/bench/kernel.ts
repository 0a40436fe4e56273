import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { KernelClient } from "../../src/kernel/client/client.js";
import { startKernel } from "../../src/kernel/client/kernel-process.js";
import { compiledKernel } from "../kernel/notebook-session.js";

const CELLS = 30;

/** A kernel and what it was measured to need. */
export interface KernelTimes {
  readonly name: string;
  /** Seconds from the start of its process to its first reply. */
  readonly ready: number;
  /** Seconds from the start of its process to the end of the first cell. */
  readonly firstCell: number;
  /** Seconds of a cell that was never run before, median. */
  readonly newCell: number;
  /** Resident bytes of its processes after all cells. */
  readonly memory: number;
}

interface Subject {
  readonly name: string;
  readonly command: (connectionFile: string) => string[];
  readonly cell: (index: number) => string;
}

/** Kernels that are installed here, this project's first. */
function subjects(): Subject[] {
  const typescript = (index: number) => `const v${index} = ${index} + 1; console.log(v${index})`;
  const found: Subject[] = [{ name: "espdl-lab", command: compiledKernel, cell: typescript }];
  const tslab = join(dirname(createRequire(import.meta.url).resolve("tslab/package.json")), "bin", "tslab");
  found.push({
    name: "tslab",
    command: (file) => [process.execPath, tslab, "kernel", `--config-path=${file}`],
    cell: typescript,
  });
  const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  if (existsSync(python))
    found.push({
      name: "ipykernel",
      command: (file) => [python, "-m", "ipykernel_launcher", "-f", file],
      cell: (index) => `v${index} = ${index} + 1; print(v${index})`,
    });
  return found;
}

/** The best of several starts of each kernel, interleaved, so that each sees the same machine. */
export async function kernelTimes(runs = 3): Promise<KernelTimes[]> {
  const all = subjects();
  const best = new Map<string, KernelTimes>();
  for (let run = 0; run < runs; run++)
    for (const subject of all) {
      const now = await measure(subject);
      const before = best.get(subject.name) ?? now;
      const least = (key: "ready" | "firstCell" | "newCell" | "memory") => Math.min(before[key], now[key]);
      const { name } = subject;
      const [ready, firstCell] = [least("ready"), least("firstCell")];
      best.set(name, { name, ready, firstCell, newCell: least("newCell"), memory: least("memory") });
    }
  return [...best.values()];
}

async function measure({ name, command, cell }: Subject): Promise<KernelTimes> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-bench-"));
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const kernel = await startKernel(folder, command);
  const client = new KernelClient(kernel.connection);
  try {
    await client.request("shell", "kernel_info_request", {});
    const ready = seconds();
    await listening(client);
    await client.execute(cell(0));
    const firstCell = seconds();
    const times: number[] = [];
    for (let index = 1; index <= CELLS; index++) {
      const before = performance.now();
      await client.execute(cell(index));
      times.push((performance.now() - before) / 1000);
    }
    const newCell = times.sort((a, b) => a - b)[CELLS >> 1]!;
    return { name, ready, firstCell, newCell, memory: residentBytes(kernel.child.pid!) };
  } finally {
    client.close();
    kernel.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until what the kernel publishes is heard: others do not send the welcome message. */
async function listening(client: KernelClient): Promise<void> {
  let heard = false;
  const hear = () => {
    heard = true;
  };
  client.onStray = hear;
  while (!heard) {
    await client.request("shell", "kernel_info_request", {}, hear);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Resident memory of a process and of those that it started (Linux; elsewhere 0). */
function residentBytes(pid: number): number {
  if (process.platform !== "linux") return 0;
  const own = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  let bytes = Number(own) * 1024;
  for (const task of readdirSync(`/proc/${pid}/task`))
    for (const child of readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "))
      if (child.trim() !== "") bytes += residentBytes(Number(child));
  return bytes;
}

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { KernelClient } from "../../src/kernel/client/client.js";
import { startKernel } from "../../src/kernel/client/kernel-process.js";
import { compiledKernel } from "../kernel/notebook-session.js";

const CELLS = 500;
const COMPLETIONS = 20;
const RUNS = 5;
/** Milliseconds after which a kernel is taken to have lost a request, as tslab's does with its 171st cell. */
const PATIENCE = 10_000;

/** What a kernel needs: seconds, and bytes. */
export interface KernelTimes {
  /** From the start of its process to its first reply. */
  readonly ready: number;
  /** From the start of its process to the end of the first cell. */
  readonly firstCell: number;
  /** A cell that was never run before, median. */
  readonly newCell: number;
  /** The members of an object of an earlier cell, median: of another text each time, and of the same again. */
  readonly completion: number;
  readonly sameCompletion: number;
  /** 1e8 additions at the top level: onto a variable of the same cell, and of an earlier one. */
  readonly ownLoop: number;
  readonly earlierLoop: number;
  /** The same onto one that a function writes as well. */
  readonly sharedLoop: number;
  /** Resident in its processes after all cells. */
  readonly memory: number;
}

interface Subject {
  readonly name: string;
  readonly command: (connectionFile: string) => string[];
  readonly cell: (index: number) => string;
  /** Declares `things`. */
  readonly object: string;
  /** Loops that print their seconds; none where the language is not JavaScript. */
  readonly loops: readonly string[];
}

const OWN_LOOP =
  "let own = 0; const start = performance.now(); for (let i = 0; i < 1e8; i++) own += i; console.log((performance.now() - start) / 1000)";
const EARLIER_LOOP =
  "const again = performance.now(); for (let i = 0; i < 1e8; i++) own += i; console.log((performance.now() - again) / 1000)";
const SHARED_LOOP =
  "let shared = 0; function bump() { shared++ } const third = performance.now(); for (let i = 0; i < 1e8; i++) shared += i; console.log((performance.now() - third) / 1000)";

/** Kernels that are installed here, this project's first. */
function subjects(): Subject[] {
  const typescript = {
    cell: (index: number) => `const v${index} = ${index} + 1; console.log(v${index})`,
    object: "const things = { alpha: 1, beta: 2 };",
    loops: [OWN_LOOP, EARLIER_LOOP, SHARED_LOOP],
  };
  const tslab = join(dirname(createRequire(import.meta.url).resolve("tslab/package.json")), "bin", "tslab");
  const found: Subject[] = [
    { name: "espdl-lab", command: compiledKernel, ...typescript },
    {
      name: "tslab",
      command: (file) => [process.execPath, tslab, "kernel", `--config-path=${file}`],
      ...typescript,
    },
  ];
  const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  if (existsSync(python))
    found.push({
      name: "ipykernel",
      command: (file) => [python, "-m", "ipykernel_launcher", "-f", file],
      cell: (index) => `v${index} = ${index} + 1; print(v${index})`,
      object: "things = {}",
      loops: [],
    });
  const deno = denoProgram();
  if (deno !== undefined)
    found.push({ name: "Deno", command: (file) => [deno, "jupyter", "--kernel", "--conn", file], ...typescript });
  return found;
}

/** Deno of the npm package of that name, which npx fetches once; undefined where that fails. */
function denoProgram(): string | undefined {
  const args = [
    "--yes",
    "--package=deno",
    "--",
    "node",
    "-p",
    "require('child_process').execSync('command -v deno')+''",
  ];
  const { status, stdout } = spawnSync("npx", args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** The medians of several starts of each kernel, interleaved, so that each sees the same machine. */
export async function kernelTimes(): Promise<Map<string, KernelTimes>> {
  const all = subjects();
  const measured = new Map<string, KernelTimes[]>(all.map(({ name }) => [name, []]));
  for (let run = 0; run < RUNS; run++)
    for (const subject of all) measured.get(subject.name)!.push(await measure(subject));
  return new Map([...measured].map(([name, times]) => [name, medians(times)]));
}

function medians(times: readonly KernelTimes[]): KernelTimes {
  const keys = Object.keys(times[0]!) as (keyof KernelTimes)[];
  return Object.fromEntries(keys.map((key) => [key, median(times.map((one) => one[key]))])) as unknown as KernelTimes;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function measure({ command, cell, object, loops }: Subject): Promise<KernelTimes> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-bench-"));
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const kernel = await startKernel(folder, command);
  const client = new KernelClient(kernel.connection);
  const timed = async (count: number, work: (index: number) => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let index = 1; index <= count; index++) {
      const before = performance.now();
      if (await answered(work(index))) times.push((performance.now() - before) / 1000);
    }
    return median(times);
  };
  try {
    await client.request("shell", "kernel_info_request", {});
    const ready = seconds();
    await listening(client);
    await client.execute(cell(0));
    const firstCell = seconds();
    const newCell = await timed(CELLS, (index) => client.execute(cell(index)));
    await answered(client.execute(object));
    // Each time another text, as somebody types.
    const completion = await timed(COMPLETIONS, (index) =>
      client.request("shell", "complete_request", { code: "things.".padStart(index + 7), cursor_pos: index + 7 }),
    );
    const sameCompletion = await timed(COMPLETIONS, () =>
      client.request("shell", "complete_request", { code: "things.", cursor_pos: 7 }),
    );
    const memory = residentBytes(kernel.child.pid!);
    const [ownLoop = Number.NaN, earlierLoop = Number.NaN, sharedLoop = Number.NaN] = await printed(client, loops);
    return { ready, firstCell, newCell, completion, sameCompletion, ownLoop, earlierLoop, sharedLoop, memory };
  } finally {
    client.close();
    kernel.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a request is answered before patience ends. */
async function answered(request: Promise<unknown>): Promise<boolean> {
  request.catch(() => {}); // refused when the client is closed
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, false);
  });
  const found = await Promise.race([request.then(() => true), over]);
  clearTimeout(timer);
  return found;
}

/** The number that each of the cells prints. */
async function printed(client: KernelClient, cells: readonly string[]): Promise<number[]> {
  const numbers: number[] = [];
  for (const cell of cells) {
    const answer = client.execute(cell);
    if (!(await answered(answer))) return [];
    const { published } = await answer;
    const { text } = published.find(({ header }) => header.msg_type === "stream")?.content ?? {};
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
    numbers.push(Number(String(text).replace(/\x1b\[\d*m/g, "")));
  }
  return numbers;
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

import type { LineMessage } from "../line.js";

/** Suspending WebAssembly until a promise settles: not yet in TypeScript's types. */
interface Suspension {
  readonly Suspending: new (wait: (...values: number[]) => Promise<number>) => WebAssembly.ImportValue;
  promising(run: WebAssembly.ExportValue): () => Promise<unknown>;
}

/** WASI's errno of what a module may call and nobody here does. */
const NOT_SUPPORTED = 52;

const waiting: Uint8Array[] = [];
let arrived = (): void => {};
let memory: WebAssembly.Memory;

const line = {
  async read(to: number, capacity: number): Promise<number> {
    while (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    const bytes = waiting[0]!;
    const count = Math.min(capacity, bytes.length);
    new Uint8Array(memory.buffer, to >>> 0, count).set(bytes.subarray(0, count));
    if (count === bytes.length) waiting.shift();
    else waiting[0] = bytes.subarray(count);
    return count;
  },
  write: (from: number, count: number) => tell(new Uint8Array(memory.buffer, from >>> 0, count >>> 0).slice()),
  milliseconds: () => performance.now(),
};

class Exit extends Error {
  constructor(readonly code: number) {
    super();
  }
}

const tell = (message: LineMessage): void => self.postMessage(message);

/** The twin of templates/board/wasm/worker.mjs in a browser: where that one blocks until bytes come, this one is suspended. */
async function run(code: Uint8Array<ArrayBuffer>): Promise<string> {
  const { Suspending, promising } = WebAssembly as unknown as Suspension;
  const module = await WebAssembly.compile(code);
  const imports: WebAssembly.Imports = { espdl: { ...line, read: new Suspending(line.read) } };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "espdl") continue;
    imports[from] ??= {};
    imports[from][name] = name === "proc_exit" ? exit : () => NOT_SUPPORTED;
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  memory = exports.memory as WebAssembly.Memory;
  await promising(exports._start!)();
  return "the program ended with code 0";
}

function exit(code: number): never {
  throw new Exit(code);
}

self.addEventListener("message", ({ data }: MessageEvent<Uint8Array | { readonly code: Uint8Array<ArrayBuffer> }>) => {
  if (data instanceof Uint8Array) {
    waiting.push(data);
    arrived();
    return;
  }
  run(data.code)
    .catch((error: Error) =>
      error instanceof Exit ? `the program ended with code ${error.code}` : `the program trapped: ${error.message}`,
    )
    .then((closed) => tell({ closed }));
});

// Runs a board's WebAssembly module: bytes for it come through shared memory, bytes of it leave as messages.
import { parentPort, workerData } from "node:worker_threads";

const { code, queue } = workerData;
const module = await WebAssembly.compile(code);
const [WRITTEN, TAKEN, CLOSED] = [0, 1, 2];
const state = new Int32Array(queue, 0, 3);
const ring = new Uint8Array(queue, 16);
let memory;

const line = {
  read(to, capacity) {
    const taken = Atomics.load(state, TAKEN);
    let written = Atomics.load(state, WRITTEN);
    while (written === taken) {
      if (Atomics.load(state, CLOSED)) return 0;
      Atomics.wait(state, WRITTEN, written);
      written = Atomics.load(state, WRITTEN);
    }
    const count = Math.min(capacity, (written - taken) | 0);
    const bytes = new Uint8Array(memory.buffer, to >>> 0, count);
    for (let i = 0; i < count; i++) bytes[i] = ring[((taken + i) >>> 0) % ring.length];
    Atomics.store(state, TAKEN, (taken + count) | 0);
    parentPort.postMessage("taken");
    return count;
  },
  write(from, count) {
    parentPort.postMessage(new Uint8Array(memory.buffer, from >>> 0, count >>> 0).slice());
  },
  milliseconds: () => performance.now(),
};

const NOT_SUPPORTED = 52;
const imports = { espdl: line };
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  if (from === "espdl") continue;
  imports[from] ??= {};
  imports[from][name] = () => NOT_SUPPORTED;
}
if (imports.wasi_snapshot_preview1) {
  imports.wasi_snapshot_preview1.proc_exit = (code) => process.exit(code);
}
const instance = await WebAssembly.instantiate(module, imports);
memory = instance.exports.memory;
instance.exports._start();
process.exit(0);

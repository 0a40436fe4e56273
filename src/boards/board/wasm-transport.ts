import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Arrivals } from "./arrivals.js";
import { runnerFolder } from "./runner-files.js";
import type { Transport } from "./transport.js";

/** Twin of templates/board/wasm/worker.mjs: three counters, then a ring of bytes. */
const [WRITTEN, TAKEN, CLOSED] = [0, 1, 2];
const RING_AT = 16;
/** A power of two, so that the counters may wrap. */
const RING_BYTES = 2 ** 16;

/** A board that is a WebAssembly module in a worker: the line is a byte queue in each direction. */
export class WasmTransport implements Transport {
  readonly #arrivals = new Arrivals();
  readonly #queue = new SharedArrayBuffer(RING_AT + RING_BYTES);
  readonly #counters = new Int32Array(this.#queue, 0, 3);
  readonly #ring = new Uint8Array(this.#queue, RING_AT);
  readonly #worker: Worker;
  #unsent: { bytes: Uint8Array; sent: () => void }[] = [];

  /** @param code - a WebAssembly module. */
  static async start(code: Uint8Array): Promise<WasmTransport> {
    const transport = new WasmTransport(code);
    await once(transport.#worker, "online");
    return transport;
  }

  private constructor(code: Uint8Array) {
    const workerData = { code, queue: this.#queue };
    this.#worker = new Worker(join(runnerFolder(), "wasm", "worker.mjs"), { workerData });
    this.#worker.on("message", (message: Uint8Array | "taken") => {
      if (message === "taken") this.#send();
      else this.#arrivals.take(message);
    });
    this.#worker.on("error", (error) => this.#arrivals.close(`the program trapped: ${error.message}`));
    this.#worker.on("exit", (code) => this.#arrivals.close(`the program ended with code ${code}`));
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((sent) => {
      this.#unsent.push({ bytes, sent });
      this.#send();
    });
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#arrivals.onData(listener);
  }

  onClose(listener: (reason: string) => void): void {
    this.#arrivals.onClose(listener);
  }

  async close(): Promise<void> {
    Atomics.store(this.#counters, CLOSED!, 1);
    Atomics.notify(this.#counters, WRITTEN!);
    await this.#worker.terminate();
  }

  #send(): void {
    while (this.#unsent.length > 0) {
      const { bytes, sent } = this.#unsent[0]!;
      const written = Atomics.load(this.#counters, WRITTEN!);
      const room = RING_BYTES - ((written - Atomics.load(this.#counters, TAKEN!)) | 0);
      const count = Math.min(room, bytes.length);
      for (let i = 0; i < count; i++) this.#ring[((written + i) >>> 0) % RING_BYTES] = bytes[i]!;
      Atomics.store(this.#counters, WRITTEN!, (written + count) | 0);
      Atomics.notify(this.#counters, WRITTEN!);
      if (count < bytes.length) {
        this.#unsent[0]!.bytes = bytes.subarray(count);
        return;
      }
      this.#unsent.shift();
      sent();
    }
  }
}

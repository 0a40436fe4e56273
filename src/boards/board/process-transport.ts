import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { Arrivals } from "./arrivals.js";
import type { Transport } from "./transport.js";

const ERRORS_KEPT = 16_384;

/** A board that is a process: the line is its stdin and stdout. Ends with this process. */
export class ProcessTransport implements Transport {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #arrivals = new Arrivals();
  readonly #kill = (): void => void this.#child.kill("SIGKILL");
  #errors = "";

  /** @throws the system's error when the program cannot be started. */
  static async start(program: string, programArguments: readonly string[]): Promise<ProcessTransport> {
    const child = spawn(program, programArguments, { stdio: "pipe" });
    const transport = new ProcessTransport(child);
    await once(child, "spawn");
    return transport;
  }

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    process.once("exit", this.#kill);
    child.stdout.on("data", (bytes: Uint8Array) => this.#arrivals.take(bytes));
    child.stderr.on("data", (bytes: Buffer) => {
      this.#errors = (this.#errors + bytes.toString()).slice(0, ERRORS_KEPT);
    });
    child.stdin.on("error", () => {}); // told by "close", with the reason
    child.on("close", (code, signal) => {
      process.off("exit", this.#kill);
      this.#arrivals.close(`the program ended with ${signal ?? `code ${code}`}${this.#complaint()}`);
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#child.stdin.writable) return;
    if (!this.#child.stdin.write(bytes)) await Promise.race([once(this.#child.stdin, "drain"), this.#ended()]);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#arrivals.onData(listener);
  }

  onClose(listener: (reason: string) => void): void {
    this.#arrivals.onClose(listener);
  }

  async close(): Promise<void> {
    if (this.#arrivals.closed !== undefined) return;
    this.#kill();
    await this.#ended();
  }

  async #ended(): Promise<void> {
    if (this.#arrivals.closed === undefined) await once(this.#child, "close");
  }

  #complaint(): string {
    const lines = this.#errors.split("\n").filter((line) => line.trim() !== "");
    const line = lines.find((text) => /error/i.test(text)) ?? lines.at(-1);
    return line ? `: ${line.trim()}` : "";
  }
}

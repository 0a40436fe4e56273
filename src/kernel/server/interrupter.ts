import { Session } from "node:inspector/promises";
import type { MessagePort } from "node:worker_threads";
import { EPOCH, INPUT, INPUT_INTERRUPTED } from "../threads.js";

/** Time, in milliseconds, that the main thread has to stop by itself, and between attempts to stop it. */
const PATIENCE = 150;
const RETRY = 50;

/** Stops the main thread, whatever it does: it is asked first, then its JavaScript is terminated up to its event loop. */
export class Interrupter {
  readonly #main: MessagePort;
  readonly #words: Int32Array;
  #tickets = 0;
  #answered = 0;

  constructor(main: MessagePort, words: Int32Array) {
    this.#main = main;
    this.#words = words;
  }

  /** Told that the main thread came by its event loop. */
  answered(ticket: number): void {
    this.#answered = Math.max(this.#answered, ticket);
  }

  async interrupt(): Promise<void> {
    const ticket = ++this.#tickets;
    // Code that waits for something finds this out when it would go on.
    Atomics.add(this.#words, EPOCH, 1);
    Atomics.store(this.#words, INPUT, INPUT_INTERRUPTED);
    Atomics.notify(this.#words, INPUT);
    this.#main.postMessage({ type: "interrupt", ticket });
    await sleep(PATIENCE);
    while (this.#answered < ticket) await this.#terminate();
  }

  async #terminate(): Promise<void> {
    const session = new Session();
    session.connectToMainThread();
    // The main thread may end what it does before it hears of this: then nobody answers.
    await Promise.race([session.post("Runtime.terminateExecution").catch(() => {}), sleep(PATIENCE)]);
    session.disconnect();
    await sleep(RETRY);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

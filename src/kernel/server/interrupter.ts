import { Session } from "node:inspector/promises";
import type { MessagePort } from "node:worker_threads";
import { EPOCH, INPUT, INPUT_INTERRUPTED } from "../threads.js";
import { interruptChildren } from "./children.js";

/** Time, in milliseconds, that the main thread has to stop by itself, and between attempts to stop it. */
const PATIENCE = 150;
const RETRY = 50;
/** Time, in milliseconds, after which what cannot be stopped is given up. */
const GRACE = 10_000;

/** Stops the main thread, whatever it does: it is asked first, then its JavaScript is terminated up to its event loop. */
export class Interrupter {
  readonly #main: MessagePort;
  readonly #words: Int32Array;
  readonly #giveUp: () => void;
  #tickets = 0;
  #answered = 0;

  /** @param giveUp told when native code holds the main thread, which nothing but the end of the process stops */
  constructor(main: MessagePort, words: Int32Array, giveUp: () => void) {
    this.#giveUp = giveUp;
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
    const asked = performance.now();
    while (this.#answered < ticket) {
      interruptChildren();
      await this.#terminate();
      if (performance.now() - asked > GRACE) return this.#giveUp();
    }
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

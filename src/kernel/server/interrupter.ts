import { Session } from "node:inspector/promises";
import type { MessagePort } from "node:worker_threads";
import { EPOCH, INPUT, INPUT_INTERRUPTED } from "../threads.js";
import { interruptChildren } from "./children.js";

/** Time, in milliseconds, that the main thread has to stop by itself, and between attempts to stop it. */
const PATIENCE = 150;
const RETRY = 50;
/** Time, in milliseconds, after which what cannot be stopped is given up. */
const GRACE = 10_000;
/** Attempts to hear of the main thread once more after it was terminated. */
const SETTLING = 10;

export interface Interruptible {
  readonly main: MessagePort;
  readonly words: Int32Array;
  /** Told when native code holds the main thread, which nothing but the end of the process stops. */
  giveUp(): void;
  /** The run that the main thread was asked for and has not ended. */
  running(): number | undefined;
}

/** Stops the main thread, whatever it does: it is asked first, then its JavaScript is terminated up to its event loop. */
export class Interrupter {
  readonly #target: Interruptible;
  #tickets = 0;
  #questions = 0;
  #answered = 0;

  constructor(target: Interruptible) {
    this.#target = target;
  }

  /** Told that the main thread came by its event loop. */
  answered(question: number): void {
    this.#answered = Math.max(this.#answered, question);
  }

  async interrupt(): Promise<void> {
    const { words, giveUp } = this.#target;
    const ticket = ++this.#tickets;
    // Code that waits for something finds this out when it would go on.
    Atomics.add(words, EPOCH, 1);
    Atomics.store(words, INPUT, INPUT_INTERRUPTED);
    Atomics.notify(words, INPUT);
    const first = this.#ask(ticket);
    await sleep(PATIENCE);
    if (this.#answered >= first) return;
    const asked = performance.now();
    while (this.#answered < first) {
      interruptChildren();
      await this.#terminate();
      // A termination may hit the answer itself.
      this.#ask(ticket);
      if (performance.now() - asked > GRACE) {
        giveUp();
        return;
      }
    }
    await this.#settle(ticket);
  }

  /** A termination that comes late hits what runs next, which may be the next cell's beginning: it is told apart from one that runs. */
  async #settle(ticket: number): Promise<void> {
    const last = this.#questions;
    for (let tries = 0; tries < SETTLING && this.#answered <= last; tries++) {
      this.#ask(ticket);
      await sleep(RETRY);
    }
  }

  #ask(ticket: number): number {
    const question = ++this.#questions;
    this.#target.main.postMessage({ type: "interrupt", ticket, question, run: this.#target.running() });
    return question;
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

import { EPOCH, UNSENT } from "../threads.js";
import { Interrupted } from "./context.js";

/** Unsent characters at which a printing cell waits for the server, and at which it goes on. */
const HIGH_WATER = 1 << 23;
const LOW_WATER = 1 << 21;

/** The words shared with the server thread, as the main thread uses them. */
export class SharedMemory {
  constructor(readonly words: Int32Array) {}

  get epoch(): number {
    return Atomics.load(this.words, EPOCH);
  }

  /** @throws Interrupted when an interrupt came since `epoch` */
  check(epoch: number): void {
    if (this.epoch !== epoch) throw new Interrupted();
  }

  /** Counts text handed to the server; waits while too much of it is on the way, so that no loop fills the memory. */
  sent(characters: number): void {
    let unsent = Atomics.add(this.words, UNSENT, characters) + characters;
    if (unsent < HIGH_WATER) return;
    const epoch = this.epoch;
    while (unsent > LOW_WATER && this.epoch === epoch) {
      Atomics.wait(this.words, UNSENT, unsent, 50);
      unsent = Atomics.load(this.words, UNSENT);
    }
  }
}

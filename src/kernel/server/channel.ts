import type { MessageLike, Socket, Writable } from "zeromq";
import { isAgain } from "../received.js";

/** A socket that is written to by many: one send at a time, in order (zeromq refuses a second that is pending). */
export class Channel {
  readonly #socket: Socket & Writable<MessageLike | MessageLike[]>;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: Socket & Writable<MessageLike | MessageLike[]>) {
    this.#socket = socket;
  }

  /** Resolves when everything up to these frames is handed to zeromq. */
  send(frames: readonly MessageLike[]): Promise<void> {
    this.#last = this.#last.then(() => this.#deliver([...frames]));
    return this.#last;
  }

  /** What cannot be sent is lost alone: it never keeps back what comes after it. */
  async #deliver(frames: MessageLike[]): Promise<void> {
    while (!this.#socket.closed)
      try {
        return await this.#socket.send(frames);
      } catch (error) {
        if (!isAgain(error)) return;
      }
  }

  async close(): Promise<void> {
    await this.#last;
    this.#socket.close();
  }
}

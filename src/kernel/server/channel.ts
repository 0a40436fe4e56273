import type { MessageLike, Socket, Writable } from "zeromq";

/** A socket that is written to by many: one send at a time, in order (zeromq refuses a second that is pending). */
export class Channel {
  readonly #socket: Socket & Writable<MessageLike | MessageLike[]>;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: Socket & Writable<MessageLike | MessageLike[]>) {
    this.#socket = socket;
  }

  /** Resolves when everything up to these frames is handed to zeromq. */
  send(frames: readonly MessageLike[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (!this.#socket.closed) await this.#socket.send([...frames]);
    });
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#socket.close();
  }
}

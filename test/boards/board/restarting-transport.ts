import type { Transport } from "../../../src/boards/board/transport.js";

/** A board that starts anew right before the `at`-th write of the host (0 the first), losing that write or not. */
export class RestartingTransport implements Transport {
  #writes = 0;
  #listener: (bytes: Uint8Array) => void = () => {};
  #inner: Transport;
  restarted = false;

  constructor(
    first: Transport,
    readonly start: () => Promise<Transport>,
    readonly at: number,
    readonly loses: boolean,
  ) {
    this.#inner = first;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#writes++ === this.at) {
      this.restarted = true;
      const old = this.#inner;
      old.onData(() => {});
      this.#inner = await this.start();
      this.#inner.onData(this.#listener);
      await old.close();
      if (this.loses) return;
    }
    await this.#inner.write(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
    this.#inner.onData(listener);
  }

  onClose(): void {}

  close(): Promise<void> {
    return this.#inner.close();
  }
}

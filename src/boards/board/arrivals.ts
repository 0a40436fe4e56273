/** The receiving half of a {@link Transport}: keeps what arrives until somebody listens, and tells of the end once. */
export class Arrivals {
  #waiting: Uint8Array[] = [];
  #listener: ((bytes: Uint8Array) => void) | undefined;
  #closed: string | undefined;
  #closeListener: ((reason: string) => void) | undefined;

  /** Why the line closed; undefined while it is open. */
  get closed(): string | undefined {
    return this.#closed;
  }

  take(bytes: Uint8Array): void {
    if (this.#listener) this.#listener(bytes);
    else this.#waiting.push(bytes);
  }

  close(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#closeListener?.(reason);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
    for (const bytes of this.#waiting.splice(0)) listener(bytes);
  }

  onClose(listener: (reason: string) => void): void {
    this.#closeListener = listener;
    if (this.#closed !== undefined) listener(this.#closed);
  }
}

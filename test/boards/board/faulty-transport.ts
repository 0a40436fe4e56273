import type { Transport } from "../../../src/boards/board/transport.js";
import { random } from "./random.js";

const FAULTS = ["drop", "cut", "double", "flip", "text"] as const;
type Fault = (typeof FAULTS)[number];

/** A line on which, in both directions, about every `bytesApart` bytes a piece is dropped, cut, doubled, damaged or followed by text. */
export class FaultyTransport implements Transport {
  readonly counts: Record<Fault, number> = { drop: 0, cut: 0, double: 0, flip: 0, text: 0 };
  readonly #random: () => number;
  #left: number;

  constructor(
    readonly inner: Transport,
    seed: number,
    readonly bytesApart: number,
  ) {
    this.#random = random(seed);
    this.#left = bytesApart;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.inner.write(this.#damage(bytes));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.inner.onData((bytes) => listener(this.#damage(bytes)));
  }

  onClose(listener: (reason: string) => void): void {
    this.inner.onClose(listener);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  #damage(bytes: Uint8Array): Uint8Array {
    this.#left -= bytes.length;
    if (this.#left > 0) return bytes;
    this.#left = 2 * this.bytesApart * this.#random();
    const fault = FAULTS[Math.floor(this.#random() * FAULTS.length)]!;
    const at = Math.floor(this.#random() * bytes.length);
    this.counts[fault]++;
    if (fault === "drop") return new Uint8Array(0);
    if (fault === "cut") return bytes.subarray(0, at);
    if (fault === "double") return Uint8Array.of(...bytes, ...bytes);
    if (fault === "text") return Uint8Array.of(...bytes, ...new TextEncoder().encode("I (312) main: hello\r\n"));
    const damaged = bytes.slice();
    damaged[at]! ^= 1 << Math.floor(this.#random() * 8);
    return damaged;
  }
}

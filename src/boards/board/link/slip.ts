const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

/** `END, escaped bytes, END`: the leading END closes whatever a damaged line left open. */
export function encodeSlip(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(2 * bytes.length + 2);
  let count = 0;
  out[count++] = END;
  for (const byte of bytes) {
    if (byte === END || byte === ESC) {
      out[count++] = ESC;
      out[count++] = byte === END ? ESC_END : ESC_ESC;
    } else out[count++] = byte;
  }
  out[count++] = END;
  return out.subarray(0, count);
}

/** Cuts a byte stream at its ENDs. Holds at most `limit` bytes; longer packets and wrong escapes are passed over. */
export class SlipDecoder {
  readonly #packet: Uint8Array;
  #length = 0;
  #escaped = false;
  #broken = false;

  constructor(limit: number) {
    this.#packet = new Uint8Array(limit);
  }

  /** Calls `packet` for each whole packet, with bytes that are valid during the call. */
  take(bytes: Uint8Array, packet: (bytes: Uint8Array) => void): void {
    for (const byte of bytes) {
      if (byte === END) {
        const whole = !this.#broken && !this.#escaped && this.#length > 0;
        const length = this.#length;
        this.#length = 0;
        this.#escaped = this.#broken = false;
        if (whole) packet(this.#packet.subarray(0, length));
      } else if (this.#escaped) {
        this.#escaped = false;
        if (byte === ESC_END) this.#put(END);
        else if (byte === ESC_ESC) this.#put(ESC);
        else this.#broken = true;
      } else if (byte === ESC) this.#escaped = true;
      else this.#put(byte);
    }
  }

  #put(byte: number): void {
    if (this.#length === this.#packet.length) this.#broken = true;
    else this.#packet[this.#length++] = byte;
  }
}

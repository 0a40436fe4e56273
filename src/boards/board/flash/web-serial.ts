import type { SerialLine } from "./serial-line.js";

/** The Web Serial API's `SerialPort`, as much of it as esptool-js uses. */
export class WebSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  #line: SerialLine | undefined;

  /** @param openLine - opens the line at a baud rate. */
  constructor(private readonly openLine: (baudRate: number) => Promise<SerialLine>) {}

  async open({ baudRate }: { baudRate: number }): Promise<void> {
    const line = await this.openLine(baudRate);
    this.#line = line;
    this.readable = new ReadableStream({
      start: (controller) => line.onData((bytes) => controller.enqueue(bytes)),
      cancel: () => line.onData(undefined),
    });
    this.writable = new WritableStream({ write: (bytes) => line.write(bytes) });
  }

  async close(): Promise<void> {
    this.readable = this.writable = null;
    await this.#line?.close();
    this.#line = undefined;
  }

  async setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    await this.#line?.setSignals({ dtr: signals.dataTerminalReady, rts: signals.requestToSend });
  }

  /** Not of Web Serial: esptool-js prefers it to closing and opening, which would reset some boards. */
  async setBaudRate(baudRate: number): Promise<void> {
    await this.#line?.setBaudRate(baudRate);
  }

  getInfo(): Record<string, never> {
    return {};
  }
}

import { Arrivals } from "../../boards/board/arrivals.js";
import type { SerialLine } from "../../boards/board/flash/serial-line.js";
import type { Transport } from "../../boards/board/transport.js";

/** As much of the Web Serial API as is used here; TypeScript's DOM has none of it. */
export interface BrowserPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number; readonly bufferSize?: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void>;
  getInfo(): { readonly usbVendorId?: number; readonly usbProductId?: number };
}

/** Bytes that the browser holds for the page: a chip's answers come faster than a busy page reads. */
const BUFFER = 2 ** 16;

/** The browser's Web Serial; undefined where it has none. */
export const webSerial = (): { requestPort(): Promise<BrowserPort> } | undefined =>
  (navigator as { serial?: { requestPort(): Promise<BrowserPort> } }).serial;

/** What a port is called in messages: USB's numbers are all that a page is told of it. */
export function portName(port: BrowserPort): string {
  const { usbVendorId, usbProductId } = port.getInfo();
  const hex = (value: number): string => value.toString(16).padStart(4, "0");
  return usbVendorId === undefined ? "serial" : `usb ${hex(usbVendorId)}:${hex(usbProductId ?? 0)}`;
}

/** Opens a port with DTR and RTS released, so that a board with the usual reset circuit runs. */
export async function openPort(port: BrowserPort, baudRate: number): Promise<SerialLine & Transport> {
  const line = new PortLine(port);
  await line.open(baudRate);
  await line.setSignals({ dtr: false, rts: false });
  return line;
}

class PortLine implements SerialLine, Transport {
  private readonly arrivals = new Arrivals();
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  private reading = Promise.resolve();
  private isOpen = false;

  constructor(private readonly port: BrowserPort) {}

  async open(baudRate: number): Promise<void> {
    await this.port.open({ baudRate, bufferSize: BUFFER });
    this.isOpen = true;
    this.writer = this.port.writable!.getWriter();
    this.reading = this.read();
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.writer === undefined) throw new Error(this.arrivals.closed ?? "closed");
    await this.writer.write(bytes);
  }

  onData(listener: ((bytes: Uint8Array) => void) | undefined): void {
    this.arrivals.onData(listener ?? (() => {}));
  }

  onClose(listener: (reason: string) => void): void {
    this.arrivals.onClose(listener);
  }

  async setSignals({ dtr, rts }: { dtr?: boolean; rts?: boolean }): Promise<void> {
    await this.port.setSignals({
      ...(dtr !== undefined && { dataTerminalReady: dtr }),
      ...(rts !== undefined && { requestToSend: rts }),
    });
  }

  /** Web Serial knows no other way than to close and to open. */
  async setBaudRate(baudRate: number): Promise<void> {
    await this.end();
    await this.open(baudRate);
  }

  async close(): Promise<void> {
    await this.end();
    this.arrivals.close("closed");
  }

  private async end(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    // Both locks have to be gone before a port can be closed; what was written leaves first.
    await this.writer?.close().catch(() => {});
    this.writer?.releaseLock();
    this.writer = undefined;
    await this.reader?.cancel().catch(() => {});
    await this.reading;
    await this.port.close().catch(() => {});
  }

  /** Reads until the port is closed or gone; after a break or a lost byte the browser gives another stream. */
  private async read(): Promise<void> {
    let reason = "the board is gone";
    while (this.isOpen && this.port.readable !== null) {
      const reader = this.port.readable.getReader();
      this.reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          this.arrivals.take(value);
        }
        break;
      } catch (error) {
        reason = (error as Error).message;
      } finally {
        reader.releaseLock();
      }
    }
    if (this.isOpen) this.arrivals.close(reason);
  }
}

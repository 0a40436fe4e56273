/** Of ESP-IDF's console, baud. */
export const CONSOLE_BAUD_RATE = 115_200;

/** What flashing needs of a serial port; `serialport`'s ports have it, and so has a test's double of a chip. */
export interface SerialLine {
  /** Resolves when the bytes have left. */
  write(bytes: Uint8Array): Promise<void>;
  /** One listener, undefined to stop. */
  onData(listener: ((bytes: Uint8Array) => void) | undefined): void;
  /** DTR and RTS. A line without them (a pty) ignores it. */
  setSignals(signals: { dtr?: boolean; rts?: boolean }): Promise<void>;
  setBaudRate(baudRate: number): Promise<void>;
  close(): Promise<void>;
}

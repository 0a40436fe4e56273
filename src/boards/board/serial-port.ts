import { UserError } from "../../base/errors.js";
import { Arrivals } from "./arrivals.js";
import type { SerialLine } from "./flash/serial-line.js";
import type { Transport } from "./transport.js";

/** A serial port of this machine, for flashing and for talking. */
export type OpenSerialPort = SerialLine & Transport;

/** Names of the serial ports of this machine; none where the system cannot tell (no udevadm). */
export async function listSerialPorts(): Promise<string[]> {
  const { SerialPort } = await import("serialport");
  const ports = await SerialPort.list().catch(() => []);
  return ports.map(({ path }) => path);
}

/**
 * Opens a serial port with DTR and RTS released, so that a board with the usual reset circuit runs.
 * @throws UserError with the ports that there are.
 */
export async function openSerialPort(path: string, baudRate: number): Promise<OpenSerialPort> {
  // A native module that nobody should load who has no board.
  const { SerialPort } = await import("serialport");
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  const done = (start: (callback: (error: Error | null | undefined) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
  await done((callback) => port.open(callback)).catch(async (error: Error) => {
    const ports = await listSerialPorts();
    throw new UserError(`board ${path}: ${error.message} (ports here: ${ports.join(", ") || "none found"})`);
  });
  const arrivals = new Arrivals();
  const line: OpenSerialPort = {
    write: (bytes) => done((callback) => port.write(Buffer.from(bytes), undefined, callback)),
    onData: (listener) => arrivals.onData(listener ?? (() => {})),
    onClose: (next) => arrivals.onClose(next),
    // A pty has no such signals and says so.
    setSignals: (signals) => done((callback) => port.set(signals, callback)).catch(() => {}),
    setBaudRate: (rate) => done((callback) => port.update({ baudRate: rate }, callback)),
    close: async () => {
      if (port.isOpen) await done((callback) => port.close(callback));
    },
  };
  port.on("data", (bytes: Buffer) => arrivals.take(bytes));
  port.on("error", (error: Error) => arrivals.close(error.message));
  port.on("close", (error: Error | null) => arrivals.close(error?.message ?? "closed"));
  await line.setSignals({ dtr: false, rts: false });
  return line;
}

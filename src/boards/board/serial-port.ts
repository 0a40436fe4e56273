import { oneLine, UserError } from "../../base/errors.js";
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
    const ports = (await listSerialPorts()).join(", ") || "none found";
    throw new UserError(`board ${path}: ${refusalOf(path, error.message)} (ports here: ${ports})`);
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

/** Why a port cannot be opened, and what to do. */
function refusalOf(path: string, message: string): string {
  if (/lock|busy|temporarily unavailable|access denied/i.test(message))
    return "is in use by another program; close its monitor or terminal and try again";
  if (/permission denied|EACCES/i.test(message))
    return "may not be opened by this user; join the group that owns it (dialout) and log in again";
  if (/no such file|file not found|ENOENT/i.test(message))
    return "there is no such port; plug the board in and look for its name";
  if (/inappropriate ioctl|is a directory|not a tty|ENOTTY/i.test(message))
    return "is no serial port; give the path of one, such as /dev/ttyUSB0";
  return `${oneLine(message)}; check the port ${path}`;
}

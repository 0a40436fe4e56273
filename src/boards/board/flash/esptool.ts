import { UserError } from "../../../base/errors.js";
import { md5 } from "../../../base/md5.js";
import type { SerialLine } from "./serial-line.js";
import { WebSerialPort } from "./web-serial.js";

/** Bytes for an address in flash. */
export interface FlashPart {
  readonly address: number;
  readonly data: Uint8Array;
}

/** What every ROM answers at, and what USB bridges carry. */
const ROM_BAUD_RATE = 115_200;
const STUB_BAUD_RATE = 460_800;
const RESET_MS = 100;

/**
 * Writes parts to a chip's flash with esptool-js, has the chip check their MD5, and resets it.
 * @param name - of the board, for error messages.
 * @param openLine - opens the line at a baud rate.
 * @returns what the chip is, as esptool-js names it.
 * @throws UserError when the chip does not answer or what it holds afterwards is something else.
 */
export async function flashWithEsptool(
  name: string,
  openLine: (baudRate: number) => Promise<SerialLine>,
  parts: readonly FlashPart[],
  progress?: (done: number, total: number) => void,
): Promise<string> {
  // Loaded only to flash a chip.
  const { ESPLoader, HardReset, Transport } = await import("esptool-js");
  const transport = new Transport(new WebSerialPort(openLine) as never);
  transport.trace = () => {}; // it prints even when tracing is off
  const loader = new ESPLoader({
    transport,
    baudrate: STUB_BAUD_RATE,
    romBaudrate: ROM_BAUD_RATE,
    terminal: { clean() {}, writeLine() {}, write() {} },
    // Its own lets go of RTS without ever having pulled it.
    resetConstructors: { hardReset: (line) => Object.assign(new HardReset(line), { reset: () => pulseReset(line) }) },
  });
  const total = parts.reduce((sum, { data }) => sum + data.length, 0);
  const before = parts.map((_, i) => parts.slice(0, i).reduce((sum, { data }) => sum + data.length, 0));
  try {
    const chip = await loader.main();
    await loader.writeFlash({
      fileArray: parts.map(({ address, data }) => ({ address, data })),
      flashMode: "keep",
      flashFreq: "keep",
      flashSize: "keep",
      eraseAll: false,
      compress: true,
      calculateMD5Hash: md5,
      reportProgress: (part, written, compressed) =>
        progress?.(before[part]! + Math.round((parts[part]!.data.length * written) / compressed), total),
    });
    await loader.after("hard_reset");
    return chip;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `board ${name}: flashing failed: ${(error as Error).message} (is it an Espressif chip? hold BOOT, press RESET, try again)`,
    );
  } finally {
    await transport.disconnect().catch(() => {});
  }
}

async function pulseReset(line: { setRTS(state: boolean): Promise<void> }): Promise<void> {
  await line.setRTS(true);
  await new Promise((resolve) => setTimeout(resolve, RESET_MS));
  await line.setRTS(false);
}

import { UserError } from "../../base/errors.js";
import type { Board } from "./board.js";
import { CONSOLE_BAUD_RATE } from "./flash/serial-line.js";
import { hostBoard } from "./host.js";
import { qemuBoard } from "./qemu.js";
import { serialBoard } from "./serial.js";
import { wasmBoard } from "./wasm.js";

/** Boards that are programs. */
export const VIRTUAL_BOARDS = ["wasm", "host", "qemu-esp32c3"] as const;

/**
 * The board of a name, as on the command line.
 * @throws UserError when it is neither a virtual board nor looks like a serial port.
 */
export function boardByName(name: string): Board {
  if (name === "wasm") return wasmBoard();
  if (name === "host") return hostBoard();
  if (name === "qemu-esp32c3") return qemuBoard();
  if (isSerial(name)) return serialBoard(name);
  throw new UserError(
    `board ${name}: unknown; name one of ${VIRTUAL_BOARDS.join(", ")} or a serial port such as /dev/ttyUSB0 or COM3`,
  );
}

const isSerial = (name: string): boolean => /^(\/dev\/.+|COM\d+)$/.test(name);

/** Bytes a second that a board's line carries: ten bits each; undefined where it is memory of this computer. */
export const lineRate = (board: string): number | undefined => (isSerial(board) ? CONSOLE_BAUD_RATE / 10 : undefined);

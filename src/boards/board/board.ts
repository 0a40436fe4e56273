import type { Firmware } from "./firmware.js";
import type { Transport } from "./transport.js";

/** A built firmware: a file that its board can be flashed with. */
export interface Image {
  readonly path: string;
  /** What the compiler had to say; "" when it was silent. */
  readonly log: string;
}

/** Tells how much of a long step is done. */
export type Progress = (done: number, total: number) => void;

/** A kind of board. Knows bytes and names, nothing of graphs. */
export interface Board {
  /** As on the command line: wasm, host, qemu-esp32c3 or the path of a serial port. */
  readonly name: string;
  /** Compiles into `<project>/build/<board>`. @throws UserError with the compiler's first error. */
  build(firmware: Firmware, progress?: Progress): Promise<Image>;
  /** Writes the image to a chip; a virtual board takes its image when it is opened, so there is nothing to do. */
  flash(image: Image, progress?: Progress): Promise<void>;
  /** Starts a virtual board, or opens the line to a real one. */
  open(image: Image): Promise<Transport>;
}

import type { Board, Image } from "./board.js";
import { compileNative } from "./compile-native.js";
import { ProcessTransport } from "./process-transport.js";

/** As on a chip: constants with addresses in them are constants. */
const FIXED = process.platform === "linux" ? ["-fno-pie"] : [];

/**
 * The system's C compiler and a process. POSIX.
 * @param flags - more of them for the compiler, for instance `-fsanitize=address,undefined`.
 */
export const hostBoard = (flags: readonly string[] = []): Board => ({
  name: "host",
  build: (firmware, progress) =>
    compileNative(firmware, {
      board: "host",
      port: "host",
      compiler: "cc",
      flags: ["-O2", "-pthread", ...FIXED, ...flags],
      linkFlags: process.platform === "linux" ? ["-no-pie"] : [],
      advice: "install a C compiler, or use --board wasm, which needs none",
      ...(progress && { progress }),
    }),
  flash: async () => {},
  open: (image: Image) => ProcessTransport.start(image.path, []),
});

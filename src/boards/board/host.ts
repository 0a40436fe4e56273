import type { Board, Image } from "./board.js";
import { compileNative } from "./compile-native.js";
import { ProcessTransport } from "./process-transport.js";

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
      flags: ["-O2", "-pthread", ...flags],
      linkFlags: [],
      advice: "install a C compiler, or use --board wasm, which needs none",
      ...(progress && { progress }),
    }),
  flash: async () => {},
  open: (image: Image) => ProcessTransport.start(image.path, []),
});

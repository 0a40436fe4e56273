import { readFile } from "node:fs/promises";
import { UserError } from "../../base/errors.js";
import type { Board, Image } from "./board.js";
import { compileWasm } from "./compile-wasm.js";
import { WasmTransport } from "./wasm-transport.js";

const NAME = "wasm";

/** The same C as on a chip, compiled by clang in WebAssembly to WebAssembly; needs nothing installed. */
export const wasmBoard = (): Board => ({
  name: NAME,
  build: (firmware, progress) => compileWasm(NAME, firmware, progress),
  flash: async () => {},
  open,
});

async function open({ path }: Image): Promise<WasmTransport> {
  const bytes = await readFile(path).catch(() => {
    throw new UserError(`board ${NAME}: ${path} is not there (build the project first)`);
  });
  return WasmTransport.start(bytes);
}

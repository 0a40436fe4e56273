import { UserError } from "../../base/errors.js";
import type { Transport } from "../../boards/board/transport.js";
import { channelLine } from "../line.js";
import WasmBoard from "../wasm-board/worker.js?worker&inline";

/** Starts a board that is a WebAssembly module. @throws UserError in a browser that cannot suspend one */
export async function wasmLine(code: Uint8Array): Promise<Transport> {
  if (!("Suspending" in WebAssembly))
    throw new UserError(
      "this browser cannot suspend WebAssembly (JSPI) while it waits for bytes; use Chrome or Edge 137 or newer",
    );
  const worker = new WasmBoard();
  const line = channelLine(worker, () => worker.terminate());
  worker.postMessage({ code });
  return line;
}

import { UserError } from "../../base/errors.js";
import { boardByName, VIRTUAL_BOARDS } from "../board/index.js";

/** A console that is being listened to. */
export interface Monitor extends AsyncDisposable {
  close(): Promise<void>;
}

/**
 * Listens to what a real board writes to its console.
 * @param port of the board, such as `/dev/ttyUSB0`
 * @param onBytes told of what arrives, in pieces of any length
 * @throws UserError for a virtual board, which has no console, or a port that cannot be opened.
 */
export async function monitor(port: string, onBytes: (bytes: Uint8Array) => void): Promise<Monitor> {
  if ((VIRTUAL_BOARDS as readonly string[]).includes(port)) {
    throw new UserError(`board ${port}: a virtual board has no console; \`espdl-lab run\` shows its outputs`);
  }
  const transport = await boardByName(port).open({ path: "", log: "" });
  transport.onData(onBytes);
  const close = (): Promise<void> => transport.close();
  return { close, [Symbol.asyncDispose]: close };
}

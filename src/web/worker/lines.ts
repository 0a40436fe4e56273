import { channelLine, type LineMessage } from "../line.js";
import type { Questions } from "../protocol.js";
import type { BoardLine } from "./board.js";
import { demonstrationCode } from "./digits.js";
import { wasmLine } from "./wasm-line.js";

/** The line that the page asks for. */
export function lineOf({ name, line, code, came }: Questions["board"]["ask"]): BoardLine {
  if (line !== undefined) return { name, restarts: false, open: async () => portLine(line) };
  const module = code ?? demonstrationCode(came ?? 0);
  return { name, restarts: true, open: () => wasmLine(module) };
}

function portLine(port: MessagePort) {
  const closed: LineMessage = { closed: "closed" };
  const transport = channelLine(port, () => port.postMessage(closed));
  port.start();
  return transport;
}

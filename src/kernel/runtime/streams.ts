import { StringDecoder } from "node:string_decoder";
import type { FromMain } from "../threads.js";
import type { SharedMemory } from "./memory.js";

/**
 * What moves a terminal's cursor: a page knows the carriage return alone, which overwrites the line as well.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences
const CURSOR = /\x1b(\[(?<column>\d*G)|\[\d*[KJ]|\[\?\d+[lh]|[78])/g;

const withoutCursor = (text: string): string =>
  text.replace(CURSOR, (...match) => ((match.at(-1) as { column?: string }).column === undefined ? "" : "\r"));

/**
 * Progress bars draw themselves on a terminal only, and on stderr: to them it is one, without colours, so that objects
 * print as they do elsewhere.
 */
function likeTerminal(stream: NodeJS.WriteStream): void {
  Object.assign(stream, {
    isTTY: true,
    columns: 80,
    rows: 24,
    getColorDepth: () => 1,
    hasColors: () => false,
    getWindowSize: () => [80, 24],
  });
}

/** Sends what this process prints to the notebook. */
export function captureStreams(post: (message: FromMain) => void, memory: SharedMemory): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      const text =
        typeof chunk !== "string"
          ? decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
          : typeof encoding === "string" && encoding !== "utf8" && encoding !== "utf-8"
            ? Buffer.from(chunk, encoding as BufferEncoding).toString()
            : chunk;
      const shown = name === "stderr" ? withoutCursor(text) : text;
      if (shown !== "") {
        post({ type: "stream", name, text: shown });
        memory.sent(shown.length);
      }
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") process.nextTick(callback as () => void);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
  likeTerminal(process.stderr);
}

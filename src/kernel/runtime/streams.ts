import { StringDecoder } from "node:string_decoder";
import type { FromMain } from "../threads.js";
import type { SharedMemory } from "./memory.js";

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
      if (text !== "") {
        post({ type: "stream", name, text });
        memory.sent(text.length);
      }
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") process.nextTick(callback as () => void);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}

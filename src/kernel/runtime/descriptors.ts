import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const NAMES: ReadonlyMap<unknown, "stdout" | "stderr"> = new Map([
  [1, "stdout"],
  [2, "stderr"],
]);

/** What a cell writes to the file descriptors of stdout and stderr goes where these streams go: nobody sees the kernel's own. */
export function captureDescriptors(): void {
  const { writeSync, write } = fs;
  const replaced = {
    writeSync(fd: number, ...rest: unknown[]): number {
      const name = NAMES.get(fd);
      if (name === undefined) return (writeSync as (...args: unknown[]) => number)(fd, ...rest);
      const bytes = chosen(rest);
      process[name].write(bytes);
      return bytes.length;
    },
    write(fd: number, ...rest: unknown[]): void {
      const name = NAMES.get(fd);
      if (name === undefined) {
        (write as (...args: unknown[]) => void)(fd, ...rest);
        return;
      }
      const bytes = chosen(rest);
      process[name].write(bytes);
      const done = rest.at(-1) as (error: null, count: number, what: unknown) => void;
      process.nextTick(() => done(null, bytes.length, rest[0]));
    },
  };
  Object.assign(fs, replaced);
  syncBuiltinESMExports();
}

/** The part of a buffer that the arguments of `fs.write` behind the descriptor choose. */
function chosen([data, where, length]: readonly unknown[]): Uint8Array {
  if (typeof data === "string")
    return Buffer.from(data, typeof length === "string" ? (length as BufferEncoding) : "utf8");
  const view = data as ArrayBufferView;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const options = Object(where) as { readonly offset?: number; readonly length?: number };
  const offset = typeof where === "number" ? where : (options.offset ?? 0);
  const count = typeof length === "number" ? length : (options.length ?? bytes.length - offset);
  return bytes.subarray(offset, offset + count);
}

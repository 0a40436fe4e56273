import { pack } from "tar-stream";
import type { GeneratedFile } from "../c/generate.js";

/** The files as a tar archive, `./` before every path as TVM has it. The same files give the same bytes. */
export async function tar(files: readonly GeneratedFile[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { path, text } of files) archive.entry({ name: `./${path}`, mode: 0o644, mtime: new Date(0) }, text);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

import { UserError } from "../base/errors.js";
import { kindOfFile } from "../base/kind-of-file.js";
import type { BlockBytes } from "./schema.js";

/** What an EDL file holds, still encrypted if it is. */
export interface Container {
  readonly magic: "EDL1" | "EDL2";
  readonly encrypted: boolean;
  readonly payload: Uint8Array;
  /** EDL2 keeps raw data in blocks of 16 bytes, EDL1 in single bytes. */
  readonly blockBytes: BlockBytes;
}

/** The four characters a file starts with. */
export function magicOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

/**
 * Opens an EDL1 (12-byte header) or EDL2 (16-byte header) file: magic, u32 mode (0 plain, 1 AES-128-CTR), u32 size.
 * @throws UserError when it is neither, or cut short.
 */
export function openContainer(bytes: Uint8Array): Container {
  const magic = magicOf(bytes);
  const kind = kindOfFile(bytes);
  if (kind === "an ONNX model")
    throw new UserError("not an .espdl file: it is an ONNX model; `espdl-lab quantize --format espdl` makes one of it");
  if (magic !== "EDL1" && magic !== "EDL2") {
    if (kind !== undefined) throw new UserError(`not an .espdl file: it is ${kind}; name the .espdl`);
    throw new UserError(
      `not an .espdl file: starts with ${JSON.stringify(magic)}, expected EDL1, EDL2, PDL1, PDL2 or PDL3`,
    );
  }
  const header = magic === "EDL1" ? 12 : 16;
  if (bytes.length < header) throw new UserError(`cut short: ${bytes.length} bytes, its header alone has ${header}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mode = view.getUint32(4, true);
  const size = view.getUint32(8, true);
  if (mode > 1) throw new UserError(`encryption mode ${mode} is unknown, expected 0 (plain) or 1 (AES-128-CTR)`);
  if (size > bytes.length - header) {
    throw new UserError(
      `cut short: its header promises ${size} bytes, ${bytes.length - header} follow (copy the file again)`,
    );
  }
  return {
    magic,
    encrypted: mode === 1,
    payload: bytes.subarray(header, header + size),
    blockBytes: magic === "EDL1" ? 1 : 16,
  };
}

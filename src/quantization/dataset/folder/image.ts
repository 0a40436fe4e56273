import { decode } from "jpeg-js";
import { PNG } from "pngjs";
import { UserError } from "../../../base/errors.js";

/** Rows of red, green, blue and alpha bytes. */
export interface Image {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}

/** What a picture may take when it is decoded: a hostile file must not fill the memory. */
const MEGAPIXELS = 64;
const MEGABYTES = 1024;

/** @throws UserError when the bytes are neither PNG nor JPEG, damaged, or an image too large. */
export function decodeImage(bytes: Uint8Array, path: string): Image {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg)
    throw new UserError(`${path}: is neither PNG nor JPEG; convert it, or take it out of the folder`);
  if (isPng) checkSize(bytes, path);
  try {
    if (isPng) return PNG.sync.read(Buffer.from(bytes));
    return decode(bytes, { useTArray: true, maxResolutionInMP: MEGAPIXELS, maxMemoryUsageInMB: MEGABYTES });
  } catch (error) {
    throw new UserError(`${path}: cannot be decoded (${(error as Error).message.slice(0, 80)}); save the image again`);
  }
}

/** Height and width stand in the first chunk of a PNG. */
function checkSize(bytes: Uint8Array, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels = bytes.length < 24 ? 0 : view.getUint32(16) * view.getUint32(20);
  if (pixels > MEGAPIXELS * 1e6)
    throw new UserError(`${path}: ${pixels} pixels, expected at most ${MEGAPIXELS} million; save it smaller`);
}

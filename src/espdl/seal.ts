import { applyCipher } from "./cipher.js";

/** An EDL2 file around a flatbuffer, encrypted if a 16-byte key is given; zero-padded to 16 bytes. */
export function sealContainer(flatbuffer: Uint8Array, key?: Uint8Array): Uint8Array {
  const header = 16;
  const file = new Uint8Array(header + Math.ceil(flatbuffer.length / 16) * 16);
  const view = new DataView(file.buffer);
  file.set([0x45, 0x44, 0x4c, 0x32]);
  view.setUint32(4, key === undefined ? 0 : 1, true);
  view.setUint32(8, flatbuffer.length, true);
  file.set(key === undefined ? flatbuffer : applyCipher(flatbuffer, key), header);
  return file;
}

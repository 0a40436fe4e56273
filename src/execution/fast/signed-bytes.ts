import { Tensor } from "../../base/tensor/tensor.js";

/** The same integers as bytes of which 128 stands for 0; a copy. */
export function toUnsigned({ data, shape }: Tensor): Tensor {
  const bytes = new Uint8Array(data.length);
  bytes.set(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.length));
  flipSigns(bytes);
  return new Tensor("uint8", shape, bytes);
}

/** The integers of bytes of which `zero`, 0 or 128, stands for 0; shares the storage, which it changes. */
export function toSigned({ data, shape }: Tensor, zero: number): Tensor {
  const bytes = data as Uint8Array;
  if (zero !== 0) flipSigns(bytes);
  return new Tensor("int8", shape, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** x − 128 modulo 256, four at a time. */
function flipSigns(bytes: Uint8Array): void {
  const isAligned = bytes.byteOffset % 4 === 0;
  const words = new Uint32Array(bytes.buffer, isAligned ? bytes.byteOffset : 0, isAligned ? bytes.length >> 2 : 0);
  for (let i = 0; i < words.length; i++) words[i] = words[i]! ^ 0x80808080;
  for (let i = words.length * 4; i < bytes.length; i++) bytes[i] = bytes[i]! ^ 0x80;
}

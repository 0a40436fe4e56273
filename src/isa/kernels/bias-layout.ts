import type { NdArray } from "../../../kernels-ref/array.js";
import type { VectorChip } from "../../../kernels-ref/index.js";

/** Bits of an accumulator's lane on the ESP32-S3, by the bytes of an element. */
const S3_BITS: Readonly<Record<number, number>> = { 1: 20, 2: 40 };

/**
 * A bias as a chip's kernels read it. ESP32-P4: as the file holds it, int32 for int8 data, int64 for int16. ESP32-S3: the
 * low 20 (40) bits of each lane packed, with 16 bytes begun anew after every 8 (4) of them, then an int64 for each
 * output beyond the whole vectors; of a depthwise convolution all are lanes.
 */
export function packBias({ data }: NdArray, bytes: 1 | 2, isDepthwise: boolean, chip: VectorChip): ArrayBufferView {
  const values = Array.from(data as ArrayLike<number | bigint>, (value) => BigInt(value));
  if (chip === "esp32p4") return bytes === 1 ? Int32Array.from(values, Number) : BigInt64Array.from(values);
  const lanes = isDepthwise ? values.length : values.length - (values.length % (16 / bytes));
  const perBlock = 8 / bytes;
  const bits = BigInt(S3_BITS[bytes]!);
  const blocks = Math.ceil(lanes / perBlock);
  const packed = new Uint8Array(blocks * 32 + (values.length - lanes) * 8);
  for (let block = 0; block < blocks; block++) {
    let whole = 0n;
    for (let lane = 0; lane < perBlock; lane++)
      whole |= BigInt.asUintN(Number(bits), values[block * perBlock + lane] ?? 0n) << (BigInt(lane) * bits);
    for (let i = 0; i < 20; i++) packed[block * 32 + i] = Number((whole >> BigInt(8 * i)) & 0xffn);
  }
  const tail = new BigInt64Array(packed.buffer, blocks * 32);
  for (let i = lanes; i < values.length; i++) tail[i - lanes] = values[i]!;
  return packed;
}

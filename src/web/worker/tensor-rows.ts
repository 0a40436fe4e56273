import { crc32 } from "../../base/crc32.js";
import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { summarize } from "../../comparison/diff/summary.js";
import type { Trace } from "../../formats/trace/trace.js";
import { formatNumber, formatShare } from "../../presentation/figures/text.js";
import type { TensorRow } from "../protocol.js";

/** CRC-32 of a tensor's bytes, 8 hexadecimal digits; every NaN counts as one, whose bits an engine may choose. */
export function checksum({ data }: Tensor): string {
  const plain = data instanceof Float32Array && data.some(Number.isNaN) ? withOneNaN(data) : data;
  return crc32(toBytes(plain)).toString(16).padStart(8, "0");
}

function withOneNaN(data: Float32Array): Uint32Array {
  const bits = new Uint32Array(data.slice().buffer);
  for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) bits[i] = 0x7fc00000;
  return bits;
}

/** The tensors of a run as lines of a table. */
export function tensorRows({ layers }: Trace): TensorRow[] {
  return layers.map(({ id, op, onnx, tensor }) => {
    const { min, max, clipped } = summarize(tensor);
    return {
      ...{ id, op, onnx },
      type: `${tensor.dtype} [${tensor.shape.join(", ")}]`,
      range: min === null ? "" : `${formatNumber(min)} … ${formatNumber(max!)}`,
      clipped: clipped ? formatShare(clipped) : "",
      crc: checksum(tensor),
    };
  });
}

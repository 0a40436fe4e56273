import { crc32 } from "../../base/crc32.js";
import { toBytes } from "../../base/tensor/dtype.js";
import { summarize } from "../../comparison/diff/summary.js";
import type { Trace } from "../../formats/trace/trace.js";
import { formatNumber, formatShare } from "../../presentation/figures/text.js";
import type { TensorRow } from "../protocol.js";

/** The tensors of a run as lines of a table. */
export function tensorRows({ layers }: Trace): TensorRow[] {
  return layers.map(({ id, op, onnx, tensor }) => {
    const { min, max, clipped } = summarize(tensor);
    return {
      ...{ id, op, onnx },
      type: `${tensor.dtype} [${tensor.shape.join(", ")}]`,
      range: min === null ? "" : `${formatNumber(min)} … ${formatNumber(max!)}`,
      clipped: clipped ? formatShare(clipped) : "",
      crc: crc32(toBytes(tensor.data)).toString(16).padStart(8, "0"),
    };
  });
}

import type { Tensor } from "../../../base/tensor/tensor.js";
import { decodeFloat16 } from "../../../comparison/diff/numbers.js";
import { summarize } from "../../../comparison/diff/summary.js";
import { histogram } from "../../figures/histogram.js";
import { formatNumber, formatShare } from "../../figures/text.js";
import type { View } from "../view.js";

const FIRST = 12;

export function tensorView(tensor: Tensor): View {
  const { min, max, mean, std, clipped } = summarize(tensor);
  const type = `${tensor.dtype}[${tensor.shape.join(", ")}]`;
  if (tensor.size === 0 || min === null) return { heading: `Tensor ${type}`, lines: ["no elements"] };
  const values = numbers(tensor);
  const first = Array.from(values.slice(0, FIRST), (value) => formatNumber(value));
  const figures: [string, string][] = [
    ["elements", String(tensor.size)],
    ["min … max", `${formatNumber(min)} … ${formatNumber(max!)}`],
    ["mean", formatNumber(mean!)],
    ["standard deviation", formatNumber(std!)],
    ...(clipped === undefined ? [] : [["at an end of the dtype", formatShare(clipped)] as [string, string]]),
    ["first elements", `${first.join(" ")}${tensor.size > FIRST ? " …" : ""}`],
  ];
  return {
    heading: `Tensor ${type}`,
    table: { columns: [{ title: "" }, { title: "" }], rows: figures },
    ...(tensor.size < 2 ? {} : { figure: histogram(values, { title: "Values", unit: "value" }) }),
  };
}

function numbers({
  data,
  dtype,
}: Tensor): ArrayLike<number> & { slice(start: number, end: number): ArrayLike<number> } {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  return dtype === "float16" ? Float64Array.from(data as Uint16Array, decodeFloat16) : (data as Float32Array);
}

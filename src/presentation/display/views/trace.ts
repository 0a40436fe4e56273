import { summarize } from "../../../comparison/diff/summary.js";
import type { Trace } from "../../../formats/trace/trace.js";
import { traceBars } from "../../figures/range-bars.js";
import { counted, formatNumber, formatShare, layerName } from "../../figures/text.js";
import type { View } from "../view.js";
import { exponentText } from "./model.js";

export function traceView(trace: Trace): View {
  const layers = trace.layers.filter(({ op }) => op !== "param");
  const hasInt8 = layers.some(({ tensor }) => tensor.dtype === "int8" && tensor.size > 0);
  return {
    heading: `Trace of ${trace.model || "a model"} by ${trace.runner}: ${counted(layers.length, "tensor")}`,
    ...(hasInt8 ? { figure: traceBars(trace) } : {}),
    table: {
      columns: [
        { title: "#", align: "right" },
        { title: "layer" },
        { title: "ONNX nodes" },
        { title: "type" },
        { title: "exponent", align: "right" },
        { title: "min … max", align: "right" },
        { title: "mean", align: "right" },
        { title: "clipped", align: "right" },
      ],
      rows: layers.map(({ index, id, onnx, tensor, exponent }) => {
        const { min, max, mean, clipped } = summarize(tensor);
        return [
          String(index),
          layerName(id),
          onnx.join(" + "),
          `${tensor.dtype}[${tensor.shape.join(",")}]`,
          exponentText(exponent),
          min === null ? "" : `${formatNumber(min)} … ${formatNumber(max!)}`,
          mean === null ? "" : formatNumber(mean),
          clipped === undefined ? "" : formatShare(clipped),
        ];
      }),
    },
  };
}

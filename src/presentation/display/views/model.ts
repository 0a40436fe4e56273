import type { OnnxModel, OnnxValueInfo } from "../../../formats/onnx/model.js";
import type { Graph } from "../../../ir/graph/graph.js";
import { postOrder } from "../../../ir/graph/order.js";
import type { Layer, Program } from "../../../ir/graph/program.js";
import { counted, layerName } from "../../figures/text.js";
import { graphLines } from "../graph-text.js";
import type { View } from "../view.js";

export function onnxView({ graph, opsets, producerName }: OnnxModel): View {
  const weights = [...graph.initializers.values()].reduce((sum, { size }) => sum + size, 0);
  const versions = [...opsets].map(([domain, version]) => `${domain || "ai.onnx"} ${version}`).join(", ");
  return {
    heading: `ONNX model ${graph.name}: ${counted(graph.nodes.length, "node")}, ${counted(graph.initializers.size, "initializer")} (${weights} numbers)`,
    lines: [
      `opset ${versions}${producerName ? `, made by ${producerName}` : ""}`,
      `inputs ${graph.inputs.map(typed).join("; ")}`,
      `outputs ${graph.outputs.map(typed).join("; ")}`,
    ],
    table: {
      columns: [{ title: "node" }, { title: "operator" }, { title: "inputs" }, { title: "outputs" }],
      rows: graph.nodes.map(({ name, opType, inputs, outputs }) => [
        name,
        opType,
        inputs.join(", "),
        outputs.join(", "),
      ]),
    },
  };
}

const typed = ({ name, dtype, shape }: OnnxValueInfo): string =>
  `${name}: ${dtype}[${shape?.map((dim) => dim ?? "?").join(", ") ?? "…"}]`;

export function graphView(graph: Graph): View {
  return { heading: `Graph of ${postOrder(graph).length} operators`, code: graphLines(graph).join("\n") };
}

export function programView({ layers }: Program): View {
  const calls = layers.filter(({ kind }) => kind === "call");
  return {
    heading: `Program of ${counted(calls.length, "call")}`,
    table: {
      columns: [
        { title: "#", align: "right" },
        { title: "layer" },
        { title: "operator" },
        { title: "ONNX nodes" },
        { title: "type" },
        { title: "exponent", align: "right" },
        { title: "reads", align: "right" },
      ],
      rows: layers.filter(({ kind }) => kind !== "param").map(row),
    },
  };
}

function row(layer: Layer): string[] {
  const { index, id, onnx, types, exponent } = layer;
  return [
    String(index),
    layerName(id),
    layer.kind === "call" ? layer.op : layer.kind,
    onnx.join(" + "),
    types.map(({ dtype, shape }) => `${dtype}[${shape.join(",")}]`).join("; "),
    exponentText(exponent),
    layer.kind === "call" ? layer.inputs.map((operand) => operand.layer).join(" ") : "",
  ];
}

export function exponentText(exponent: number | readonly number[] | undefined): string {
  if (exponent === undefined) return "";
  if (typeof exponent === "number") return String(exponent);
  const low = exponent.reduce((a, b) => Math.min(a, b));
  const high = exponent.reduce((a, b) => Math.max(a, b));
  return low === high ? String(low) : `${low} … ${high}`;
}

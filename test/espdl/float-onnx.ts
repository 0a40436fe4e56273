import { fromBytes } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { unpackWeight } from "../../src/espdl/layout.js";
import type { EspdlModel, EspdlTensor } from "../../src/espdl/model.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";

/**
 * The float32 ONNX model, channels first, that a small `.espdl` (Conv, MaxPool, Flatten, Gemm) could have come from: its
 * weights are the file's integers times their scales, its tensors have the file's names. Transposes that the exporter put
 * in are left out.
 */
export function floatOnnx(model: EspdlModel, inputShape: readonly number[]): OnnxModel {
  const constants = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]));
  const initializers = new Map<string, Tensor>();
  const renamed = new Map<string, string>();
  const nodes: OnnxNode[] = [];
  for (const { name, opType, inputs, outputs, attributes } of model.graph.nodes) {
    const [data = "", weight, bias] = inputs;
    const source = renamed.get(data) ?? data;
    if (opType === "Transpose") {
      renamed.set(outputs[0]!, source);
      continue;
    }
    const isProduct = opType === "Conv" || opType === "Gemm";
    if (isProduct)
      initializers.set(weight!, kernel(constants.get(weight!)!, opType, attributes.get("group")?.value as number));
    if (isProduct) initializers.set(bias!, real(constants.get(bias!)!));
    const relu = attributes.get("activation")?.value === "Relu";
    const result = relu ? `${outputs[0]}_linear` : outputs[0]!;
    const kept = [...attributes].filter(([key]) => !["activation", "quant_type"].includes(key));
    const own: OnnxNode = {
      opType,
      domain: "",
      name,
      inputs: isProduct ? [source, weight!, bias!] : [source],
      outputs: [result],
      attributes: new Map(kept as [string, OnnxAttribute][]),
    };
    nodes.push(own);
    const none = new Map<string, OnnxAttribute>();
    if (relu)
      nodes.push({
        opType: "Relu",
        domain: "",
        name: `${name}_relu`,
        inputs: [result],
        outputs: [outputs[0]!],
        attributes: none,
      });
  }
  const value = (name: string, shape: readonly number[] | undefined) => ({ name, dtype: "float32" as const, shape });
  return {
    irVersion: 8,
    producerName: "",
    producerVersion: "",
    opsets: new Map([["", 13]]),
    metadata: new Map(),
    graph: {
      name: "float",
      nodes,
      initializers,
      inputs: [value(model.graph.inputs[0]!.name, inputShape)],
      outputs: model.graph.outputs.map(({ name }) => value(name, undefined)),
      valueInfo: new Map(),
    },
  } as OnnxModel;
}

function real({ dtype, dims, bytes, exponents }: EspdlTensor): Tensor {
  const result = Tensor.zeros("float32", dims);
  const values = fromBytes(dtype, bytes);
  for (let i = 0; i < result.size; i++) result.data[i] = Number(values[i]) * 2 ** exponents[i % exponents.length]!;
  return result;
}

/** [H, W, C, N] as [N, C, H, W]; of a Gemm [1, 1, C, N] as [C, N]; of a depthwise kernel [H, W, N, 1] as [N, 1, H, W]. */
function kernel(tensor: EspdlTensor, opType: string, group: number): Tensor {
  const depthwise = opType === "Conv" && group !== 1;
  const { data, shape } = unpackWeight(tensor, depthwise ? "depthwise" : "conv");
  const [h, w, a, b] = shape as [number, number, number, number];
  const [outputs, inputs] = depthwise ? [a, b] : [b, a];
  const result = Tensor.zeros("float32", opType === "Gemm" ? [inputs, outputs] : [outputs, inputs, h, w]);
  for (let i = 0; i < data.length; i++) {
    const [last, before] = [i % b, Math.floor(i / b) % a];
    const [n, c] = depthwise ? [before, last] : [last, before];
    const s = Math.floor(i / (a * b));
    const exponent = tensor.exponents[n % tensor.exponents.length]!;
    result.data[opType === "Gemm" ? i : (n * inputs + c) * h * w + s] = Number(data[i]) * 2 ** exponent;
  }
  return result;
}

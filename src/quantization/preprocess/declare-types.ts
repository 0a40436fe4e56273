import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxValueInfo } from "../../formats/onnx/model.js";
import { nodesWithoutRule } from "../../formats/onnx/shape/infer.js";
import { serializeForOutputs } from "../../formats/onnx/write.js";
import { Session } from "../ort/session.js";

/** One sample of zeros of an input; undefined where a dimension other than the batch is free. */
function zeros({ dtype, shape }: OnnxValueInfo): Tensor | undefined {
  const sizes = shape?.map((dim, axis) => (typeof dim !== "number" && axis === 0 ? 1 : dim));
  return sizes?.every((size) => typeof size === "number") ? Tensor.zeros(dtype, sizes as number[]) : undefined;
}

/**
 * Declares the outputs of operators that no shape rule knows, as one inference of ONNX Runtime makes them. The model
 * itself where every operator has a rule, or where a dimension other than the batch is free.
 * @throws UserError when ONNX Runtime refuses the model.
 */
export async function declareTypes(model: OnnxModel): Promise<OnnxModel> {
  const names = nodesWithoutRule(model).flatMap(({ outputs }) => outputs.filter((name) => name !== ""));
  const feeds = model.graph.inputs.map((info) => [info.name, zeros(info)] as const);
  if (names.length === 0 || feeds.some(([, tensor]) => tensor === undefined)) return model;
  const { graph } = model;
  const session = await Session.open(serializeForOutputs(model, names));
  try {
    const found = await session.run(new Map(feeds as (readonly [string, Tensor])[]));
    const declared = [...found].map(([name, { dtype, shape }]) => [name, { name, dtype, shape }] as const);
    return { ...model, graph: { ...graph, valueInfo: new Map([...graph.valueInfo, ...declared]) } };
  } finally {
    await session.close();
  }
}

import { UserError } from "../../base/errors.js";
import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { GraphDefModel } from "../graphdef/graph.js";
import type { TfArtifacts, TfGraphModel, TfTensor } from "../proof/tfjs.js";
import { graphModel } from "./graph-model.js";

/** A GraphModel in memory; its weights are read when a node asks for them. @throws UserError */
export function graphInMemory(model: TfGraphModel): GraphDefModel {
  // tfjs keeps what it loaded, but does not say so in its types.
  const { artifacts } = model as unknown as { readonly artifacts?: TfArtifacts };
  if (artifacts?.modelTopology === undefined)
    throw new UserError("the model has no topology, expected a GraphModel; load it with tf.loadGraphModel first");
  const weights = Object.entries(model.weights).flatMap(([name, [tensor]]) =>
    tensor === undefined ? [] : [[name, () => tensorOf(tensor)] as const],
  );
  return graphModel(
    {
      topology: artifacts.modelTopology,
      signature: artifacts.userDefinedMetadata?.signature ?? artifacts.signature,
      weights: new Map(weights),
    },
    "the model",
  );
}

function tensorOf(tensor: TfTensor): Tensor {
  const dtype = tensor.dtype === "int32" || tensor.dtype === "bool" ? tensor.dtype : "float32";
  const values = tensor.dataSync();
  const data = allocate(dtype, values.length);
  for (let i = 0; i < data.length; i++) data[i] = Number(values[i]);
  return new Tensor(dtype, [...tensor.shape], data);
}

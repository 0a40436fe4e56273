import { readFileSync } from "node:fs";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { NO_FOLDER } from "../../src/formats/onnx/external-tensors.js";
import type { TensorProto } from "../../src/formats/onnx/protos.js";
import { ModelMessage } from "../../src/formats/onnx/schema.js";
import { decodeTensor } from "../../src/formats/onnx/tensor-proto.js";

const TensorMessage = ModelMessage.root.lookupType("Tensor");

/** A serialized TensorProto. */
export function readTensor(path: string): Tensor {
  const proto = TensorMessage.decode(readFileSync(path)) as unknown as TensorProto;
  return decodeTensor(proto, path, NO_FOLDER);
}

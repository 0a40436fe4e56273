import { Tensor } from "../../base/tensor/tensor.js";
import { constant } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

/** At inference the data as it is, and a mask that keeps everything. */
function dropout(operands: Operands): readonly Value[] {
  const data = operands.value(0);
  operands.int("seed", 0);
  if (operands.opset < 12) operands.float("ratio", 0.5);
  else operands.optionalTensor(1, "the ratio");
  if (operands.opset >= 12 && (operands.optionalTensor(2, "training_mode")?.item() ?? 0) !== 0)
    operands.fail("training_mode must be false", "true", "export the model for inference");
  const mask = Tensor.zeros(operands.opset < 10 ? data.type.dtype : "bool", data.type.shape);
  (mask.data as Uint8Array).fill(1);
  return [data, constant(mask)];
}

export const DROPOUT: ImporterTable = { Dropout: dropout };

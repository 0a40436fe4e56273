import { printable } from "../../formats/onnx/printable.js";
import { type GraphDefModel, splitTensor } from "../graphdef/graph.js";
import { orderNodes } from "../graphdef/order.js";

/** The first node that tfjs computes otherwise than TensorFlow, without a word, and how; undefined where all are alike. */
export function graphDiffers({ nodes, inputs, outputs }: GraphDefModel): string | undefined {
  const fed = new Set(inputs.map(({ tensor }) => splitTensor(tensor)[0]));
  const ends = outputs.map(({ tensor }) => splitTensor(tensor)[0]);
  for (const { name, op, attributes } of orderNodes(nodes, ends, fed)) {
    const training = attributes.get("is_training");
    if (op.startsWith("FusedBatchNorm") && !(training?.kind === "bool" && !training.value))
      return `${printable(name)}: tfjs computes ${op} without the value's own statistics`;
  }
  return undefined;
}

import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes } from "../../ir/graph/graph.js";
import type { Prediction } from "./candidate.js";
import type { DiagnosisInput } from "./diagnosis.js";
import { numbers } from "./numbers.js";

/**
 * The layer's output with other inputs or attributes, by the reference kernel; all unknown where the kernel refuses them.
 * Only for layers with one output.
 */
export function rerun(input: DiagnosisInput, inputs: readonly Tensor[], attributes: Attributes): Prediction {
  const { dtype, shape } = input.reference;
  const output = Tensor.zeros(dtype, shape);
  try {
    KERNELS.get(input.op)!(inputs, attributes, [output], input.arithmetic ?? TVM_ARITHMETIC);
  } catch {
    return { values: new Int8Array(output.size), unknown: new Uint8Array(output.size).fill(1) };
  }
  return { values: numbers(output.data) };
}

/** Whether the layer can be run again: a kernel of one output that gives the reference's values. */
export function isRepeatable(input: DiagnosisInput): boolean {
  if (!KERNELS.has(input.op) || input.op === "split") return false;
  const { values } = rerun(
    input,
    input.inputs.map(({ tensor }) => tensor),
    input.attributes,
  );
  const data = numbers(input.reference.data);
  for (let i = 0; i < data.length; i++) if (values[i] !== data[i]) return false;
  return true;
}

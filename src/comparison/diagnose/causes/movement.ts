import { Tensor } from "../../../base/tensor/tensor.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { rerun } from "../rerun.js";

const MOVING = new Set(["layout_transform", "transpose"]);

/** A copy to other places whose output lies over its input, element by element in the output's order. */
export function movement(input: DiagnosisInput): Candidate[] {
  const [source] = input.inputs;
  if (!MOVING.has(input.op) || source === undefined) return [];
  const { shape, size } = source.tensor;
  return [
    {
      ...{ family: "memory", cause: "in-place", bits: 4 },
      text: "the output is written over its own input while it is still being read",
      look: "the memory plan: input and output of this call must not overlap",
      predict: () => {
        // Positions instead of values: where each element comes from.
        const positions = new Tensor(
          "float32",
          shape,
          Float32Array.from({ length: size }, (_, i) => i),
        );
        const from = rerun(
          { ...input, reference: Tensor.zeros("float32", input.reference.shape) },
          [positions],
          input.attributes,
        );
        const memory = Float64Array.from(numbers(source.tensor.data));
        for (let i = 0; i < size; i++) memory[i] = memory[from.values[i]!]!;
        return { values: memory };
      },
    },
  ];
}

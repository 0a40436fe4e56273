import { Tensor } from "../../../base/tensor/tensor.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { productOf } from "../product/law.js";
import { isRepeatable, rerun } from "../rerun.js";

/** Constants of many elements (slopes, biases, scales) that are not read, or read at another index or from elsewhere. */
export function constants(input: DiagnosisInput): Candidate[] {
  if (productOf(input) !== undefined || !input.inputs.some(isList) || !isRepeatable(input)) return [];
  return input.inputs.flatMap((operand, position) => (isList(operand) ? ofOperand(input, position) : []));
}

const isList = ({ constant, tensor }: DiagnosisInput["inputs"][number]): boolean =>
  constant && tensor.size > 1 && tensor.dtype !== "int64";

function ofOperand(input: DiagnosisInput, position: number): Candidate[] {
  const { id, tensor } = input.inputs[position]!;
  const own = numbers(tensor.data);
  const candidate = (cause: string, text: string, bits: number, value: (index: number) => number): Candidate => ({
    ...{ family: "constants", cause: `${cause} ${position}`, bits },
    text: `constant ${id}: ${text}`,
    look: "the constant that the call names (constant_…_let in the generated C) and the index it is read with",
    predict: () => {
      const changed = Tensor.zeros(tensor.dtype, tensor.shape);
      for (let i = 0; i < changed.size; i++) changed.data[i] = value(i);
      return rerun(input, input.inputs.map((other) => other.tensor).with(position, changed), input.attributes);
    },
  });
  const others = input.others.filter(
    (other) => other.constant && other.tensor.dtype === tensor.dtype && other.tensor.size >= tensor.size,
  );
  return [
    candidate("zero", "all of it is read as 0", 2, () => 0),
    candidate("one", "all of it is read as 1: it does not act", 3, () => 1),
    candidate("first", "every element is its first", 3, () => own[0]!),
    ...[1, -1, 2, -2].map((by) =>
      candidate(
        `element${by > 0 ? "+" : ""}${by}`,
        `element i is element i ${by > 0 ? "+" : "−"} ${Math.abs(by)}`,
        4,
        (i) => own[(i + by + own.length) % own.length]!,
      ),
    ),
    ...others.map((other) =>
      candidate(
        `of ${other.id}`,
        `it is read from that of ${other.reader ?? other.id}`,
        4 + Math.log2(others.length),
        (i) => Number(other.tensor.data[i]),
      ),
    ),
  ];
}

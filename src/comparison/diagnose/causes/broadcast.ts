import { stretch } from "../../../../kernels-ref/broadcast.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { isRepeatable, rerun } from "../rerun.js";
import { along, axesOf } from "../words/axes.js";

const BINARY = /^(espdl\.(add|sub|mul|div|mod|pow)|esp\.(add|multiply))$/;
const LOOK = "the index at which each operand is read, and the strides of its axes in the call";

/** Sums and products of two tensors: an operand that is read by another index than its axes say. */
export function broadcast(input: DiagnosisInput): Candidate[] {
  if (!BINARY.test(input.op) || !isRepeatable(input)) return [];
  const { reference, layout } = input;
  const tensors = input.inputs.map(({ tensor }) => tensor);
  const axes = axesOf(reference.shape, layout);
  return input.inputs.flatMap(({ id, tensor }, position) => {
    const places: (readonly [string, string, (i: number) => number])[] = [
      ["first", "its first element stands for all: it is not advanced", () => 0],
      ["flat", "it is read on and on, from its start again at its end", (i) => i],
      ...axes.flatMap((axis) => [
        [`by ${axis.name}`, `it is read by the ${axis.name}`, (i: number) => along(axis, i)] as const,
        [
          `by place ${axis.name}`,
          `it is read by what lies before the ${axis.name}`,
          (i: number) => Math.floor(i / (axis.step * axis.length)),
        ] as const,
      ]),
    ];
    const own = stretch(tensor, reference.shape) as Tensor["data"];
    return places.flatMap(([cause, words, place]): Candidate[] => {
      const data = own.slice() as Int8Array;
      for (let i = 0; i < data.length; i++) data[i] = tensor.data[place(i) % tensor.size] as number;
      if (data.every((value, i) => value === own[i])) return [];
      const other = new Tensor(tensor.dtype, reference.shape, data);
      return [
        {
          ...{ family: "operand-index", cause: `${cause} ${position}`, bits: 5, look: LOOK },
          text: `input ${id} is read by another index: ${words}`,
          predict: () => rerun(input, tensors.with(position, other), input.attributes),
        },
      ];
    });
  });
}

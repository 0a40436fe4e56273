import { type Rounding, roundToInteger, TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import type { Kernel } from "../../../../kernels-ref/operator.js";
import { decodeSteps, POINTWISE, type PointwiseStep } from "../../../../kernels-ref/pointwise.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Candidate, Prediction } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { isRepeatable } from "../rerun.js";

/** Element-wise chains (`esp.pointwise`): a step that rounds, clips, scales or activates otherwise. */
export function steps(input: DiagnosisInput): Candidate[] {
  if (input.op !== "esp.pointwise" || !isRepeatable(input)) return [];
  const chain = decodeSteps(input.attributes.steps!);
  return [...roundings(input, chain), ...removed(input, chain), ...scales(input, chain)];
}

const ROUNDINGS: readonly Rounding[] = ["floor", "half-up", "half-even", "toward-zero"];

function roundings(input: DiagnosisInput, chain: readonly PointwiseStep[]): Candidate[] {
  return chain.flatMap((step, at) =>
    step.op !== "round"
      ? []
      : ROUNDINGS.map((rounding) => ({
          family: "rounding",
          cause: `${rounding} ${at}`,
          text: `rounds ${rounding} instead of half away from zero`,
          look: "the rounding function in the element-wise loop (roundf rounds half away from zero)",
          bits: 3,
          predict: () =>
            run(
              input,
              input.inputs.map(({ tensor }) => tensor),
              chain,
              new Map([[at, rounds(rounding)]]),
            ),
        })),
  );
}

function rounds(rounding: Rounding): Kernel {
  return ([x], _attributes, [y]) => {
    for (let i = 0; i < y!.data.length; i++) y!.data[i] = roundToInteger(Number(x!.data[i]), rounding);
  };
}

const copy: Kernel = ([x], _attributes, [y]) => {
  for (let i = 0; i < y!.data.length; i++) y!.data[i] = x!.data[x!.data.length === 1 ? 0 : i]!;
};

const wrap: Kernel = ([x], _attributes, [y]) => {
  for (let i = 0; i < y!.data.length; i++) y!.data[i] = (Math.trunc(Number(x!.data[i])) << 24) >> 24;
};

const relu: Kernel = ([x], _attributes, [y]) => {
  for (let i = 0; i < y!.data.length; i++) y!.data[i] = Math.max(Number(x!.data[i]), 0);
};

/** Clips left out (the cast behind them then wraps), relus left out or added at the end. */
function removed(input: DiagnosisInput, chain: readonly PointwiseStep[]): Candidate[] {
  const tensors = input.inputs.map(({ tensor }) => tensor);
  const candidates: Candidate[] = [];
  for (const [at, { op }] of chain.entries()) {
    if (op !== "clip" && op !== "nn.relu") continue;
    const clip = op === "clip";
    candidates.push({
      family: clip ? "saturation" : "relu",
      cause: `missing ${at}`,
      text: clip ? "the result wraps instead of saturating" : "the relu is missing",
      look: clip
        ? "the clamp before the cast to int8_t in the element-wise loop"
        : "the fused activation of the element-wise loop",
      bits: 2,
      predict: () => run(input, tensors, chain, new Map([[at, clip ? wrap : copy]])),
    });
  }
  candidates.push({
    ...{ family: "relu", cause: "extra", text: "a relu that the model does not have", bits: 2 },
    look: "the fused activation of the element-wise loop",
    predict: () => {
      const { values } = run(input, tensors, chain, new Map());
      const result = Tensor.zeros(input.reference.dtype, input.reference.shape);
      relu([{ ...result, data: values as Int8Array }], {}, [result], TVM_ARITHMETIC);
      return { values: result.data as ArrayLike<number> };
    },
  });
  return candidates;
}

/** A constant scale that is off by a power of two: the exponent of another tensor; shifts off by as much. */
function scales(input: DiagnosisInput, chain: readonly PointwiseStep[]): Candidate[] {
  const candidates: Candidate[] = [];
  const tensors = input.inputs.map(({ tensor }) => tensor);
  for (const [position, { id, tensor, constant }] of input.inputs.entries()) {
    const readers = chain.filter(
      ({ op, reads }) => reads.includes(position) && (op === "multiply" || op === "divide" || op === "right_shift"),
    );
    if (!constant || tensor.size !== 1 || readers.length === 0) continue;
    for (let off = -8; off <= 8; off++) {
      if (off === 0) continue;
      const shifts = readers.some(({ op }) => op === "right_shift");
      const changed = Tensor.zeros(tensor.dtype, tensor.shape);
      if (tensor.dtype === "int64") changed.data[0] = BigInt(tensor.data[0]!) + BigInt(shifts ? off : 0);
      else changed.data[0] = shifts ? Number(tensor.data[0]) + off : Number(tensor.data[0]) * 2 ** off;
      candidates.push({
        family: "shift",
        cause: `${id}${off > 0 ? "+" : ""}${off}`,
        text: `${shifts ? "the shift" : `the scale ${Number(tensor.data[0])}`} is off by ${off > 0 ? "+" : "−"}${Math.abs(off)} in its exponent`,
        look: "the exponents of the inputs and of the output in the element-wise loop",
        bits: Math.abs(off) <= 2 ? 3 : 5,
        predict: () => run(input, tensors.with(position, changed), chain, new Map()),
      });
    }
  }
  return candidates;
}

/** The chain with the kernels of some steps replaced. */
function run(
  { reference }: DiagnosisInput,
  inputs: readonly Tensor[],
  chain: readonly PointwiseStep[],
  replaced: ReadonlyMap<number, Kernel>,
): Prediction {
  const registers = [...inputs];
  for (const [at, { op, dtype, reads, attributes }] of chain.entries()) {
    const output = Tensor.zeros(dtype, reference.shape);
    const kernel = replaced.get(at) ?? POINTWISE.get(op)!;
    kernel(
      reads.map((read) => registers[read]!),
      attributes,
      [output],
      TVM_ARITHMETIC,
    );
    registers.push(output);
  }
  return { values: numbers(registers.at(-1)!.data) };
}

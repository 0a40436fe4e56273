import { decodeSteps, encodeSteps, type PointwiseStep } from "../../../../kernels-ref/pointwise.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { rerun } from "../rerun.js";
import { alike } from "../score.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK = "the constants in the element-wise loop of this call";
const FACTORS = [255, 1 / 255, 256, 1 / 256, 128, 1 / 128, 127, 1 / 127, 10, 0.1, 100, 0.01, -1, 0, 2, 0.5, 4, 0.25];
/** Elements that a number is tried on before all of them. */
const SAMPLE = 200;
const ROUNDS = 8;

/** One number of the loop: how to run it with another one. */
interface Knob {
  readonly name: string;
  readonly own: number;
  with(value: number, run: DiagnosisInput): ArrayLike<number>;
}

/** Float loops: one constant of the chain that is another, its value solved for. */
export const chain: Solver = (runs): Solution[] => {
  for (const knob of knobs(runs.input)) {
    for (const value of [...candidates(knob, runs), ...solved(knob, runs)]) {
      if (value === knob.own || !explains(runs, knob, value)) continue;
      return [
        {
          family: "constant",
          cause: `${knob.name} ${value}`,
          text: `${knob.name} is ${short(value)} instead of ${short(knob.own)}${ratioWords(value / knob.own)}`,
          look: LOOK,
          bits: 18,
          predict: (run) => ({ values: knob.with(value, run) }),
        },
      ];
    }
  }
  return [];
};

const short = (value: number): string => String(Number(value.toPrecision(6)));

function ratioWords(ratio: number): string {
  if (Number.isInteger(ratio) && ratio > 1) return `: ${ratio} times too large`;
  const inverse = Math.round(1 / ratio);
  return inverse > 1 && Math.abs(inverse * ratio - 1) < 1e-6 ? `: ${inverse} times too small` : "";
}

function knobs(input: DiagnosisInput): Knob[] {
  if (input.op === "esp.quantize" || input.op === "esp.dequantize") {
    const own = Number(input.attributes.scale);
    const name =
      input.op === "esp.quantize"
        ? "the scale that the input is divided by"
        : "the scale that the integers are multiplied with";
    return [{ name, own, with: (value, run) => rerun(run, tensors(run), { ...run.attributes, scale: value }).values }];
  }
  if (input.op !== "esp.pointwise") return [];
  const steps = decodeSteps(input.attributes.steps!);
  const found: Knob[] = [];
  for (const [at, { op, attributes }] of steps.entries()) {
    if (op === "nn.leaky_relu")
      found.push(attribute(steps, at, "alpha", Number(attributes.alpha), "the slope of the leaky relu"));
    if (op !== "clip") continue;
    for (const [name, words] of [
      ["a_min", "the lower limit"],
      ["a_max", "the upper limit"],
    ] as const)
      found.push(attribute(steps, at, name, Number(attributes[name]), words));
  }
  for (const [position, { tensor, constant }] of input.inputs.entries()) {
    if (!constant || tensor.size !== 1 || tensor.dtype !== "float32") continue;
    const reader = steps.find(({ reads }) => reads.includes(position));
    const name = `the constant of the ${reader?.op ?? "loop"}`;
    found.push({
      name,
      own: tensor.item(),
      with: (value, run) =>
        rerun(
          run,
          tensors(run).with(position, new Tensor("float32", tensor.shape, Float32Array.of(value))),
          run.attributes,
        ).values,
    });
  }
  return found;
}

const tensors = ({ inputs }: DiagnosisInput): Tensor[] => inputs.map(({ tensor }) => tensor);

function attribute(steps: readonly PointwiseStep[], at: number, name: string, own: number, words: string): Knob {
  return {
    name: words,
    own,
    with: (value, run) => {
      const step = steps[at]!;
      const changed = steps.with(at, { ...step, attributes: { ...step.attributes, [name]: value } });
      return rerun(run, tensors(run), { ...run.attributes, steps: encodeSteps(changed) }).values;
    },
  };
}

/** Powers of two and what people mistake for one another, and what the ratio of the wrong values says. */
function candidates({ own }: Knob, { expected, found, wrong }: Runs): number[] {
  let [xy, xx, yy] = [0, 0, 0];
  for (const [run, values] of found.entries())
    for (let i = 0; i < wrong.length; i++) {
      if (wrong[i] === 0 || !Number.isFinite(values[i]!) || !Number.isFinite(expected[run]![i]!)) continue;
      xy += values[i]! * expected[run]![i]!;
      xx += expected[run]![i]! ** 2;
      yy += values[i]! ** 2;
    }
  const powers = Array.from({ length: 12 }, (_, k) => [2 ** (k + 1), 2 ** -(k + 1)]).flat();
  const ratios = [xx > 0 ? xy / xx : 1, yy > 0 && xy !== 0 ? xx / xy : 1, xy !== 0 ? yy / xy : 1].flatMap((ratio) => [
    ratio,
    1 / ratio,
  ]);
  const rounded = ratios.flatMap((ratio) => [1, 2, 3, 4].map((digits) => Number((own * ratio).toPrecision(digits))));
  const values = [
    ...[...FACTORS, ...powers].map((factor) => own * factor),
    ...rounded,
    ...ratios.map((ratio) => own * ratio),
    0,
    1,
  ];
  return [...new Set(values.filter(Number.isFinite).map(Math.fround))];
}

/** The number at which the loop gives what was found: a few steps of Gauss and Newton, then the floats around it. */
function solved(knob: Knob, { all, found, wrong }: Runs): number[] {
  if (knob.own === 0) return [];
  const step = Math.max(1, Math.floor(wrong.length / SAMPLE));
  let value = knob.own;
  for (let round = 0; round < ROUNDS; round++) {
    const h = value * 2 ** -8;
    let [dy, dd] = [0, 0];
    for (const [at, run] of all.entries()) {
      const [here, there] = [knob.with(value, run), knob.with(Math.fround(value + h), run)];
      for (let i = 0; i < wrong.length; i += step) {
        const slope = (there[i]! - here[i]!) / h;
        const rest = found[at]![i]! - here[i]!;
        if (!Number.isFinite(slope) || !Number.isFinite(rest)) continue;
        dy += slope * rest;
        dd += slope * slope;
      }
    }
    if (dd === 0) return [];
    value = Math.fround(value + dy / dd);
    if (!Number.isFinite(value) || value === 0) return [];
  }
  const near = Array.from({ length: 17 }, (_, k) => Math.fround(value * (1 + (k - 8) * 2 ** -24)));
  const fractions = Array.from({ length: 16 }, (_, k) => {
    const parts = Math.round((value / knob.own) * (k + 1));
    return Math.fround((knob.own * parts) / (k + 1));
  });
  return [...new Set([...fractions, ...near])];
}

function explains({ all, found, wrong }: Runs, knob: Knob, value: number): boolean {
  const step = Math.max(1, Math.floor(wrong.length / SAMPLE));
  return all.every((run, at) => {
    const made = knob.with(value, run);
    for (let i = 0; i < made.length; i += step) if (!alike(made[i]!, found[at]![i]!)) return false;
    for (let i = 0; i < made.length; i++) if (!alike(made[i]!, found[at]![i]!)) return false;
    return true;
  });
}

import type { Kernel } from "../../../../../kernels-ref/operator.js";
import type { DiagnosisInput } from "../../diagnosis.js";
import { activations } from "./activations.js";
import type { LoopChange } from "./change.js";
import type { Loop, Values } from "./law.js";
import { nameOf } from "./names.js";
import { places } from "./places.js";

/** Every other step, value and place that is tried, the likely ones first. */
export function loopChanges(input: DiagnosisInput, loop: Loop): LoopChange[] {
  return [...steps(input, loop), ...values(input), ...places(input, loop)];
}

const ACTIVATIONS = new Set(["sigmoid", "tanh", "nn.relu", "nn.leaky_relu", "nn.prelu", "exp", "erf"]);
const SIGNS: Readonly<Record<string, string>> = {
  add: "added",
  subtract: "subtracted",
  multiply: "multiplied",
  divide: "divided",
  maximum: "held against each other for the larger",
  minimum: "held against each other for the smaller",
};

function steps(input: DiagnosisInput, { steps: chain }: Loop): LoopChange[] {
  const found: LoopChange[] = [];
  const add = (at: number, cause: string, text: string, bits: number, kernel: Kernel): void =>
    void found.push({ cause: `${cause} ${at}`, text, bits, replaced: new Map([[at, kernel]]) });
  for (const [at, { op, reads }] of chain.entries()) {
    const names = reads.map((read) => nameOf(input, read));
    const known = SIGNS[op];
    if (known !== undefined && reads.length === 2) {
      const what = names.map((name, k) => name ?? (k === 0 ? "what was computed before" : "the other operand"));
      add(at, "second left out", `${what[1]} is not ${known}: the ${op} is left out`, 5, ([a], _, [y]) => copy(a, y));
      add(
        at,
        "first left out",
        `${what[0]} does not count in the ${op}: only ${what[1]} is taken`,
        6,
        ([, b], _, [y]) => copy(b, y),
      );
      for (const [other, words] of Object.entries(SIGNS))
        if (other !== op)
          add(at, `${other} for ${op}`, `${what.join(" and ")} are ${words} instead of ${known}`, 6, ([a, b], _, [y]) =>
            combine(other, a, b, y),
          );
      if (op === "subtract" || op === "divide")
        add(at, `${op} exchanged`, `${what[1]} and ${what[0]} are exchanged in the ${op}`, 5, ([a, b], _, [y]) =>
          combine(op, b, a, y),
        );
      continue;
    }
    if (reads.length !== 1 && op !== "nn.prelu") continue;
    if (op === "round")
      add(at, "not rounded", "the result is not rounded before it is limited and stored", 4, ([x], _, [y]) =>
        copy(x, y),
      );
    if (!ACTIVATIONS.has(op)) continue;
    for (const { name, bits, value } of activations(op)) {
      add(at, `${name} for ${op}`, `${name} stands where the ${op.replace("nn.", "")} should`, bits, ([x], _, [y]) => {
        const [from, to] = [x!.data as Values, y!.data as Values];
        for (let i = 0; i < to.length; i++) to[i] = value(from[i]!);
      });
    }
  }
  return found;
}

type Vector = Parameters<Kernel>[0][number];

function copy(x: Vector | undefined, y: Vector | undefined): void {
  const [from, to] = [x!.data as Values, y!.data as Values];
  for (let i = 0; i < to.length; i++) to[i] = from[from.length === 1 ? 0 : i]!;
}

function combine(op: string, left: Vector | undefined, right: Vector | undefined, result: Vector | undefined): void {
  const [a, b, y] = [left!.data as Values, right!.data as Values, result!.data as Values];
  for (let i = 0; i < y.length; i++) {
    const [u, v] = [a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!];
    y[i] =
      op === "add"
        ? u + v
        : op === "subtract"
          ? u - v
          : op === "multiply"
            ? u * v
            : op === "divide"
              ? u / v
              : op === "maximum"
                ? Math.max(u, v)
                : Math.min(u, v);
  }
}

const VALUES: readonly (readonly [string, string, (x: number) => number])[] = [
  ["relu", "has its negative values taken as 0: a relu before it counts", (x) => Math.max(x, 0)],
  ["positive-lost", "has its positive values taken as 0", (x) => Math.min(x, 0)],
  ["absolute", "counts without its sign", (x) => Math.abs(x)],
  ["negated", "counts with its sign turned", (x) => -x],
];

function values(input: DiagnosisInput): LoopChange[] {
  return input.inputs.flatMap(({ constant, tensor }, position) => {
    if (constant && tensor.size === 1) return [];
    return VALUES.map(([cause, words, value]) => ({
      ...{ cause: `${cause} ${position}`, bits: 7 },
      text: `${nameOf(input, position)} ${words}`,
      altered: { position, value },
    }));
  });
}

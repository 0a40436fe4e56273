import { exponential, hyperbolicTangent } from "../../../../../kernels-ref/exponential.js";

/** A function that may stand in place of another. */
export interface Activation {
  readonly name: string;
  readonly bits: number;
  value(x: number): number;
}

const round = Math.fround;
const sigmoid = (x: number): number => round(1 / round(1 + round(exponential(-x))));
const limited = (x: number): number => Math.max(0, Math.min(1, x));

function hard(words: string, slope: number): Activation {
  return {
    name: `a hard sigmoid (${words} limited to 0 … 1)`,
    bits: 8,
    value: (x) => limited(round(round(x * round(slope)) + 0.5)),
  };
}

const ALL: readonly (Activation & { readonly of?: string })[] = [
  { name: "nothing", bits: 5, value: (x) => x },
  { name: "a relu", of: "nn.relu", bits: 6, value: (x) => Math.max(x, 0) },
  { name: "a relu6", bits: 7, value: (x) => Math.max(0, Math.min(6, x)) },
  { name: "a sigmoid", of: "sigmoid", bits: 7, value: sigmoid },
  { name: "a tanh", of: "tanh", bits: 7, value: (x) => round(hyperbolicTangent(x)) },
  hard("x / 4 + 1/2", 1 / 4),
  hard("x / 6 + 1/2", 1 / 6),
  hard("x / 5 + 1/2", 1 / 5),
  hard("x / 2 + 1/2", 1 / 2),
  hard("x / 8 + 1/2", 1 / 8),
  { name: "1 − sigmoid", bits: 7, value: (x) => sigmoid(-x) },
  { name: "a swish (x times its sigmoid)", bits: 8, value: (x) => round(x * sigmoid(x)) },
  { name: "the absolute value", bits: 8, value: (x) => Math.abs(x) },
  { name: "an exponential", of: "exp", bits: 8, value: (x) => round(exponential(x)) },
  { name: "a sigmoid of powers of 2", bits: 9, value: (x) => round(1 / round(1 + round(2 ** -x))) },
  { name: "a limit to 0 … 1", bits: 8, value: limited },
  { name: "a limit to −1 … 1", bits: 8, value: (x) => Math.max(-1, Math.min(1, x)) },
  { name: "a leaky relu of slope 0.01", bits: 9, value: (x) => (x > 0 ? x : round(x * round(0.01))) },
  { name: "a leaky relu of slope 0.1", bits: 9, value: (x) => (x > 0 ? x : round(x * round(0.1))) },
];

/** What may stand where an operator should. */
export function activations(op: string): readonly Activation[] {
  return ALL.filter(({ of }) => of !== op);
}

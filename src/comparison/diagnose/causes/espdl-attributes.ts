import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import type { Attributes } from "../../../ir/graph/graph.js";

/** What an operator's call may be given instead of what the model says. */
export type Change = readonly [text: string, changed: Attributes, bits?: number];
export type Changes = (attributes: Attributes) => Change[];

const OFFS = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6];

const signed = (off: number): string => `${off > 0 ? "+" : "−"}${Math.abs(off)}`;

/** Exponents of value_infos that are off by some; the words are esp-dl's. */
const exponents =
  (...names: readonly [string, string][]): Changes =>
  (given) =>
    names.flatMap(([name, whose]) =>
      OFFS.map(
        (off): Change => [
          `the exponent of ${whose} is off by ${signed(off)}`,
          { [name]: Number(given[name] ?? 0) + off },
          Math.abs(off) <= 2 ? 3 : 5,
        ],
      ),
    );

const UNARY = exponents(["input_exponent", "the input"], ["output_exponent", "the output"]);
const BINARY = exponents(["output_exponent", "the output"], ["left_exponent", "the first operand"]);

/** Of a product only the sum of the exponents counts. */
const PRODUCT: Changes = (given) =>
  OFFS.map(
    (off): Change => [
      `the exponent of the output is off by ${signed(off)}, or that of an operand the other way`,
      { output_exponent: Number(given.output_exponent ?? 0) + off },
      Math.abs(off) <= 2 ? 3 : 5,
    ],
  );

/** The operand is copied as it is: a Requantize that does nothing. */
const raw: Changes = (given) => [
  [
    "the integers are copied raw: both exponents count as equal",
    { output_exponent: Number(given.input_exponent ?? 0) },
    2,
  ],
];

const windows: Changes = (given) => {
  const of = (name: string): number[] => [...numbersAttribute(given, name)];
  const [kernel, strides, pads] = [of("kernel_shape"), of("strides"), of("pads")];
  const rank = kernel.length;
  const swapped = [...pads.slice(rank), ...pads.slice(0, rank)];
  const changes: Change[] = [
    ["the padding is on the other side", { pads: swapped }],
    ["the stride is ignored", { strides: kernel.map(() => 1) }, 3],
    ["the stride's directions are swapped", { strides: strides.toReversed() }],
    ["the window's directions are swapped", { kernel_shape: kernel.toReversed() }],
    ["the window is one element", { kernel_shape: kernel.map(() => 1) }],
    ["the window is one row less high: its last row is not read", { kernel_shape: kernel.with(0, kernel[0]! - 1) }, 5],
    [
      "the window is one column narrower: its last column is not read",
      { kernel_shape: kernel.with(-1, kernel.at(-1)! - 1) },
      5,
    ],
    ["the padding is missing above and left", { pads: pads.map((pad, i) => (i < rank ? 0 : pad)) }],
  ];
  return changes.filter(
    ([, { kernel_shape }]) => !Array.isArray(kernel_shape) || kernel_shape.every((size) => Number(size) > 0),
  );
};

const axes =
  (what: string): Changes =>
  () =>
    [0, 1, 2, 3].map((axis): Change => [`${what} runs along axis ${axis}`, { axis }]);

const starts: Changes = (given) =>
  numbersAttribute(given, "starts").flatMap((start, axis, all) =>
    [1, -1, 2, -2].map(
      (by): Change => [
        `the slice starts ${Math.abs(by)} ${by > 0 ? "later" : "earlier"} along axis ${axis}`,
        { starts: all.with(axis, start + by) },
        5,
      ],
    ),
  );

const resizes: Changes = (given) => [
  [
    `the mode is ${given.mode === "nearest" ? "linear" : "nearest"}`,
    { mode: given.mode === "nearest" ? "linear" : "nearest" },
    3,
  ],
  ["the coordinates are those of the other transformation", { align_corners: given.align_corners !== true }, 3],
  ...UNARY(given),
];

const shifts: Changes = (given) =>
  OFFS.map(
    (off): Change => [
      `the slopes' shift is off by ${off > 0 ? "+" : "−"}${Math.abs(off)}`,
      { shift: Number(given.shift ?? 0) + off },
      4,
    ],
  );

const both =
  (...all: readonly Changes[]): Changes =>
  (given) =>
    all.flatMap((changes) => changes(given));

const FORMULAS = [
  "elu",
  "exp",
  "hard_sigmoid",
  "hard_swish",
  "leaky_relu",
  "log",
  "relu",
  "sigmoid",
  "sqrt",
  "swish",
  "tanh",
];
const REDUCTIONS = ["l1", "l2", "log_sum", "log_sum_exp", "mean", "prod", "sum", "sum_square"];

const relus: Changes = ({ relu }) => [
  [relu === true ? "the relu is missing" : "a relu that the model does not have", { relu: relu !== true }, 2],
];

/** Of product sums that are not int8, whose arithmetic is told by changed calls. */
const products: Changes = (given) => [
  ...relus(given),
  ...OFFS.map(
    (off): Change => [
      `the exponent of the output is off by ${off > 0 ? "+" : "−"}${Math.abs(off)}`,
      { shift: numbersAttribute(given, "shift").map((shift) => shift + off) },
      4,
    ],
  ),
];

/** By operator of today's ESP-DL. */
export const ESPDL_CHANGES: Readonly<Record<string, Changes>> = {
  ...Object.fromEntries(FORMULAS.map((name) => [`espdl.${name}`, UNARY])),
  ...Object.fromEntries(REDUCTIONS.map((name) => [`espdl.reduce_${name}`, UNARY])),
  "espdl.avg_pool": both(windows, UNARY),
  "espdl.clip": UNARY,
  "espdl.conv": products,
  "espdl.div": BINARY,
  "espdl.log_softmax": both(axes("the softmax"), exponents(["input_exponent", "the input"])),
  "espdl.matmul": products,
  "espdl.max_pool": windows,
  "espdl.mod": BINARY,
  "espdl.mul": PRODUCT,
  "espdl.pow": BINARY,
  "espdl.prelu": shifts,
  "espdl.requantize": both(raw, UNARY),
  "espdl.resize": resizes,
  "espdl.slice": starts,
  "espdl.softmax": both(axes("the softmax"), exponents(["input_exponent", "the input"])),
};

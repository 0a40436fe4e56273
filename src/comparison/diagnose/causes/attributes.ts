import type { Attributes, AttributeValue } from "../../../ir/graph/graph.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { productOf } from "../product/law.js";
import { isRepeatable, rerun } from "../rerun.js";
import { type Change, ESPDL_CHANGES } from "./espdl-attributes.js";

/** Another window, border, axis or order than the model says, for operators that have them. */
export function attributes(input: DiagnosisInput): Candidate[] {
  const { op } = input;
  const changes = CHANGES[op]?.(input.attributes) ?? [];
  if (changes.length === 0 || productOf(input) !== undefined || !isRepeatable(input)) return [];
  const tensors = input.inputs.map(({ tensor }) => tensor);
  return changes.map(([text, changed, bits = 4]) => ({
    family: "attributes",
    cause: text,
    text,
    look: `the arguments of the ${op} call`,
    bits,
    predict: () => rerun(input, tensors, { ...input.attributes, ...changed }),
  }));
}

const CHANGES: Readonly<Record<string, (attributes: Attributes) => Change[]>> = {
  ...ESPDL_CHANGES,
  "nn.max_pool2d": windows,
  "nn.avg_pool2d": (given) => [
    ...windows(given),
    [
      "the divisor counts the padding, or leaves it out, against the model",
      { count_include_pad: given.count_include_pad !== true },
      3,
    ],
  ],
  "esp.dequantize": relus,
  "esp.multiply": (given) => [...relus(given), ...exponents(given.exponent, (exponent) => ({ exponent }))],
  "esp.add": (given) => {
    const [left, right] = given.exponents as [number, number];
    return [
      ...relus(given),
      ...exponents(left, (value) => ({ exponents: [value, right] }), " of the first operand"),
      ...exponents(right, (value) => ({ exponents: [left, value] }), " of the second operand"),
      ...exponents(0, (off) => ({ exponents: [left + off, right + off] }), " of the result"),
    ];
  },
  "image.resize2d": resizes,
  "nn.softmax": () => [0, 1, 2, 3].map((axis): Change => [`the softmax runs along axis ${axis}`, { axis }]),
  concatenate: () => [0, 1, 2, 3].map((axis): Change => [`the inputs are joined along axis ${axis}`, { axis }]),
  transpose: ({ axes }) => (Array.isArray(axes) ? orders(axes) : []),
};

function relus({ relu }: Attributes): Change[] {
  return [[relu === true ? "the relu is missing" : "a relu that the model does not have", { relu: relu !== true }, 2]];
}

/** The exponent off by some, near ones first. */
function exponents(given: AttributeValue | undefined, set: (value: number) => Attributes, whose = ""): Change[] {
  return [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6].map((off) => [
    `the exponent${whose} is off by ${off > 0 ? "+" : "−"}${Math.abs(off)}`,
    set(Number(given) + off),
    Math.abs(off) <= 2 ? 3 : 5,
  ]);
}

function windows(given: Attributes): Change[] {
  const list = (name: string, length: number): number[] => {
    const value = given[name];
    const values = (Array.isArray(value) ? value : [value ?? 0]).map(Number);
    return Array.from({ length }, (_, i) => values[i % values.length]!);
  };
  const [top, left, bottom, right] = list("padding", 4) as [number, number, number, number];
  const [height, width] = list("pool_size", 2) as [number, number];
  const [y, x] = list("strides", 2) as [number, number];
  const changes: Change[] = [
    ["the padding is on the other side", { padding: [bottom, right, top, left] }],
    ["the padding is missing above and left", { padding: [0, 0, bottom + top, right + left] }],
    ["the padding is one too large above and left", { padding: [top + 1, left + 1, bottom, right] }, 5],
    ["the stride is ignored", { strides: [1, 1] }, 3],
    ["the stride's directions are swapped", { strides: [x, y] }],
    ["the window's directions are swapped", { pool_size: [width, height] }],
    ["the window is one element", { pool_size: [1, 1] }],
    ["the window is one row less high: its last row is not read", { pool_size: [height - 1, width] }, 5],
    ["the window is one column narrower: its last column is not read", { pool_size: [height, width - 1] }, 5],
    ["the window is one row and column too small", { pool_size: [height - 1, width - 1] }, 5],
    ["the window is one row and column too large", { pool_size: [height + 1, width + 1] }, 5],
  ];
  return changes.filter(
    ([, { pool_size }]) => !Array.isArray(pool_size) || pool_size.every((size) => Number(size) > 0),
  );
}

function resizes(given: Attributes): Change[] {
  const modes = ["asymmetric", "half_pixel", "pytorch_half_pixel", "align_corners"];
  const roundings = ["floor", "ceil", "round", "round_prefer_floor", "round_prefer_ceil"];
  const nearest = given.method === "nearest_neighbor";
  return [
    ...modes.flatMap((mode): Change[] => [
      [`the coordinates are ${mode}`, { coordinate_transformation_mode: mode }, 3],
      ...(nearest
        ? roundings.map(
            (rounding): Change => [
              `the coordinates are ${mode}, rounded by ${rounding}`,
              { coordinate_transformation_mode: mode, rounding_method: rounding },
              mode === given.coordinate_transformation_mode ? 3 : 5,
            ],
          )
        : []),
    ]),
    [`the method is ${nearest ? "linear" : "nearest"}`, { method: nearest ? "linear" : "nearest_neighbor" }, 3],
  ];
}

function orders(axes: readonly AttributeValue[]): Change[] {
  const inverse = axes.map((_, axis) => axes.findIndex((value) => Number(value) === axis));
  return [
    [`the axes are put in the order ${inverse.join(", ")}, the inverse of the model's`, { axes: inverse }, 3],
    ["the elements are copied without being transposed", { axes: axes.map((_, axis) => axis) }, 3],
  ];
}

import { pick, ROUNDS, random, type Twins, tensor, type } from "../twins.js";
import { call, constant, REAL, real, stretched } from "./call.js";

const BINARY = ["add", "sub", "mul", "div", "mod", "pow"];
const COMPARISONS = ["equal", "greater", "greater_or_equal", "less", "less_or_equal"];
const FORMULAS = ["exp", "hard_swish", "log", "neg", "relu", "sigmoid", "sqrt", "swish", "tanh"];

const exponent = (): number => -random(0, 9);

export function binary(twins: Twins): void {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (const dtype of REAL) {
      for (const op of [...BINARY, ...COMPARISONS]) {
        const isFloat = dtype === "float32";
        const attributes =
          isFloat || !["mul", "div", "mod", "pow"].includes(op)
            ? { left_exponent: 0, right_exponent: 0, output_exponent: 0 }
            : { left_exponent: exponent(), right_exponent: exponent(), output_exponent: -random(0, 12) };
        const [left, right] = stretched().map((shape) => type(dtype, shape));
        // One NaN for all: what a power of a negative float is.
        const base = op === "pow" && isFloat ? [{ ...positive(twins, left!), type: left! }] : [left!];
        call(twins, `espdl.${op}`, [...base, right!], COMPARISONS.includes(op) ? {} : attributes);
      }
    }
  }
}

const positive = (twins: Twins, of: ReturnType<typeof type>) => ({
  operand: twins.input(of, () => random(1, 900) / 64),
});

export function formulas(twins: Twins): void {
  const of = (dtype: (typeof REAL)[number]) => type(dtype, [3, 40]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const dtype of REAL) {
      const isFloat = dtype === "float32";
      const exponents = {
        input_exponent: isFloat ? 0 : exponent(),
        output_exponent: isFloat ? 0 : exponent(),
      };
      for (const op of FORMULAS) {
        if (isFloat && (op === "log" || op === "sqrt"))
          twins.call(`espdl.${op}`, [twins.input(of(dtype), () => random(0, 9000) / 64)], [of(dtype)], exponents);
        else call(twins, `espdl.${op}`, [of(dtype)], exponents);
      }
      call(twins, "espdl.elu", [of(dtype)], { alpha: random(1, 30) / 10, ...exponents });
      call(twins, "espdl.leaky_relu", [of(dtype)], { alpha: random(1, 30) / 100, ...exponents });
      call(twins, "espdl.hard_sigmoid", [of(dtype)], { alpha: 0.2, beta: 0.5, ...exponents });
      call(twins, "espdl.clip", [of(dtype)], { minimum: -random(0, 90), maximum: random(0, 90), ...exponents });
      for (const to of REAL) {
        const from = isFloat ? 0 : random(-12, 3);
        const attributes = { dtype: to, input_exponent: from, output_exponent: to === "float32" ? 0 : random(-12, 3) };
        call(twins, "espdl.requantize", [type(dtype, [pick([7, 50, 51, 120])])], attributes);
      }
    }
  }
}

export function lookups(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    call(twins, "espdl.lut", [type("int8", [3, 90]), constant(twins, "int8", [256])]);
    const step = pick([1, 16, 64, 1024, 2048, 100, 33]);
    const whole = step === 1 ? 65536 : Math.ceil((65535 + step) / step);
    const large = step < 16 && round > 0;
    if (!large) call(twins, "espdl.lut", [type("int16", [300]), constant(twins, "int16", [whole])], { step });
    for (const dtype of REAL) {
      const channels = random(1, 9);
      const slope = constant(twins, dtype, [pick([1, channels])]);
      const attributes = { shift: random(-2, 12), rescale: random(-8, 4) };
      call(twins, "espdl.prelu", [type(dtype, [2, 5, channels]), slope], attributes);
    }
  }
}

/** Float inputs that are masks: some keys are dropped. */
const mask = (): number => pick([0, 0, random(-900, 900) / 256, Number.NEGATIVE_INFINITY]);

export function attention(twins: Twins): void {
  for (let round = 0; round < 3 * ROUNDS; round++) {
    for (const dtype of REAL) {
      const layout = pick(["BHND", "BNHD"]);
      const [batches, keyHeads, group] = [random(1, 2), random(1, 2), random(1, 2)];
      const [queries, keys, depth] = [random(1, 4), pick([1, 5, 70, 130]), pick([1, 4, 16])];
      const laid = (heads: number, length: number) =>
        type(dtype, layout === "BHND" ? [batches, heads, length, depth] : [batches, length, heads, depth]);
      const kind = pick(["none", "bool", "float32"]);
      const shape = [pick([1, batches]), pick([1, keyHeads * group]), pick([1, queries]), keys];
      const masks =
        kind === "none"
          ? []
          : kind === "bool"
            ? [{ type: type("bool", shape), operand: twins.constant(tensor(type("bool", shape), () => random(0, 1))) }]
            : [constant(twins, "float32", shape, mask)];
      const exponents = dtype === "int8" ? [-5, -5, -6, -6] : dtype === "int16" ? [-11, -11, -12, -12] : [0, 0, 0, 0];
      const attributes = { layout, scale: Math.fround(1 / Math.sqrt(depth)), is_causal: random(0, 2) === 0, exponents };
      call(
        twins,
        "espdl.attention",
        [laid(keyHeads * group, queries), laid(keyHeads, keys), laid(keyHeads, keys), ...masks],
        attributes,
      );
    }
  }
}

export { real };

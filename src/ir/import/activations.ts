import { scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

/** An activation as a formula over its float32 input; on a board one loop runs all of it. */
class Formula {
  constructor(
    readonly operands: Operands,
    readonly x: Value,
  ) {
    operands.expectDtype(x, ["float32"], `the data of ${operands.node.opType}`);
  }

  of(op: string, ...inputs: (Value | number)[]): Value {
    return this.operands.call(
      op,
      inputs.map((input) => (typeof input === "number" ? scalar("float32", input) : input)),
    );
  }
}

const formula =
  (make: (f: Formula, x: Value, operands: Operands) => Value) =>
  (operands: Operands): Value[] => [make(new Formula(operands, operands.value(0)), operands.value(0), operands)];

/** relu x − α·relu(1 − e^x), TVM's form of x ≥ 0 ? x : α·(e^x − 1). */
function elu(f: Formula, x: Value, alpha: number): Value {
  const negative = f.of("multiply", -alpha, f.of("nn.relu", f.of("subtract", 1, f.of("exp", x))));
  return f.of("add", negative, f.of("nn.relu", x));
}

/** max(0, x) + min(0, α·(e^(x/α) − 1)). */
function celu(f: Formula, x: Value, alpha: number): Value {
  const below = f.of("multiply", alpha, f.of("subtract", f.of("exp", f.of("divide", x, alpha)), 1));
  return f.of("add", f.of("maximum", 0, x), f.of("minimum", 0, below));
}

/** ln(1 + e^x) as relu x + ln(1 + e^−|x|), which never overflows. */
function softplus(f: Formula, x: Value): Value {
  const small = f.of("exp", f.of("negative", f.of("abs", x)));
  return f.of("add", f.of("nn.relu", x), f.of("log", f.of("add", small, 1)));
}

/** x·½·(1 + erf(x/√2)), or with `approximate` tanh x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
function gelu(f: Formula, x: Value, operands: Operands): Value {
  const approximate = operands.text("approximate", "none");
  if (approximate !== "none" && approximate !== "tanh")
    operands.fail("attribute approximate must be none or tanh", approximate, "export the model again");
  const half = f.of("multiply", x, 0.5);
  if (approximate === "none") return gate(f, half, f.of("erf", f.of("divide", x, Math.SQRT2)));
  const cube = f.of("multiply", f.of("multiply", f.of("multiply", x, x), x), 0.044715);
  return gate(f, half, f.of("tanh", f.of("multiply", f.of("add", x, cube), Math.sqrt(2 / Math.PI))));
}

const gate = (f: Formula, half: Value, sign: Value): Value => f.of("multiply", half, f.of("add", sign, 1));

/** x·alpha + beta, clipped to 0 … 1. */
function hardSigmoid(f: Formula, x: Value, alpha: number, beta: number): Value {
  const line = f.of("add", f.of("multiply", x, alpha), beta);
  return f.operands.call("clip", [line], { a_min: 0, a_max: 1 });
}

/** x > λ ? x − bias : x < −λ ? x + bias : 0. */
function shrink(f: Formula, x: Value, operands: Operands): Value {
  const [bias, lambd] = [operands.float("bias", 0), operands.float("lambd", 0.5)];
  const below = f.of("where", f.of("less", x, -lambd), f.of("add", x, bias), 0);
  return f.of("where", f.of("greater", x, lambd), f.of("subtract", x, bias), below);
}

export const ACTIVATIONS: ImporterTable = {
  Celu: formula((f, x, operands) => celu(f, x, operands.float("alpha", 1))),
  Elu: formula((f, x, operands) => elu(f, x, operands.float("alpha", 1))),
  Gelu: formula(gelu),
  HardSigmoid: formula((f, x, operands) =>
    hardSigmoid(f, x, operands.float("alpha", 0.2), operands.float("beta", 0.5)),
  ),
  HardSwish: formula((f, x) => f.of("multiply", x, hardSigmoid(f, x, 1 / 6, 0.5))),
  Mish: formula((f, x) => f.of("multiply", x, f.of("tanh", softplus(f, x)))),
  Reciprocal: formula((f, x) => f.of("divide", 1, x)),
  Selu: formula((f, x, operands) =>
    f.of(
      "multiply",
      operands.float("gamma", 1.0507010221481323),
      elu(f, x, operands.float("alpha", 1.6732631921768188)),
    ),
  ),
  Shrink: formula(shrink),
  Softplus: formula(softplus),
  Softsign: formula((f, x) => f.of("divide", x, f.of("add", f.of("abs", x), 1))),
  Swish: formula((f, x, operands) =>
    f.of("multiply", x, f.of("sigmoid", f.of("multiply", x, operands.float("alpha", 1)))),
  ),
  ThresholdedRelu: formula((f, x, operands) => f.of("where", f.of("greater", x, operands.float("alpha", 1)), x, 0)),
};

import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { compileEspdl, type EspdlProgram } from "../../src/espdl/compile.js";
import type { EspdlModel } from "../../src/espdl/model.js";
import { readEspdl } from "../../src/espdl/read.js";
import { runEspdl } from "../../src/espdl/run.js";
import { workOf } from "../../src/espdl/work.js";
import { espdlCases } from "../golden/espdl-cases.js";
import { MODEL_MUTATIONS } from "./model-mutations.js";
import { random } from "./mutations.js";

const RUNS = 3000;

/** What compiling and running gives, or the one line that a person is told; anything else thrown fails the test. */
function outcome(what: string, act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(what, { cause: error });
    expect(error.message).toMatch(/^.{8,}$/u);
    return "one line";
  }
}

function work(program: EspdlProgram): number {
  return program.layers.reduce((sum, layer) => sum + (layer.kind === "call" ? workOf(program, layer) : 0), 0);
}

function run(model: EspdlModel): string {
  const program = compileEspdl(model, { chip: "esp32s3" });
  if (work(program) > 2 ** 24) return "too much for a test";
  const feeds = new Map(
    program.layers.flatMap(({ kind, name, types: [type] }) =>
      kind === "input" ? [[name, Tensor.zeros(type.dtype, type.shape)] as const] : [],
    ),
  );
  runEspdl(model, feeds, { chip: "esp32s3", keep: "outputs" });
  return "a run";
}

describe("models that contradict themselves", () => {
  it(`${RUNS} mutations give a run or one line`, () => {
    const below = random(20260802);
    const cases = espdlCases();
    const models = new Map<number, EspdlModel>();
    const kinds = Object.keys(MODEL_MUTATIONS);
    const counts: Record<string, number> = {};
    for (let index = 0; index < RUNS; index++) {
      const chosen = below(cases.length);
      const model = models.get(chosen) ?? readEspdl(cases[chosen].model());
      models.set(chosen, model);
      const kind = kinds[index % kinds.length];
      const graph = MODEL_MUTATIONS[kind](model.graph, below);
      const result = outcome(`${cases[chosen].name}, ${kind}, run ${index}`, () => run({ ...model, graph }));
      counts[result] = (counts[result] ?? 0) + 1;
    }
    console.log(`mutated models: ${RUNS} of ${RUNS} gave a run or one line`, counts);
    expect(counts["one line"]).toBeGreaterThan(RUNS / 10);
  });
});

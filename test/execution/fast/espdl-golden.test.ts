import { afterAll, describe, expect, test } from "vitest";
import { chipArithmetic } from "../../../src/espdl/chip.js";
import { compileEspdl } from "../../../src/espdl/compile.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { espdlCases } from "../../golden/espdl-cases.js";
import { identical } from "../../golden/nodes.js";
import { forms } from "./forms.js";

const machine = await forms();

/** Networks; many single operators are fed without a batch, and run in the reference. */
const networks = espdlCases().filter(({ name }) =>
  /^ppq_.*(conv|cnn|mnist|residual|gemm|pool|act|skip|concat|_se_)/.test(name),
);

describe("the fast interpreter on networks of .espdl", () => {
  let [fast, calls] = [0, 0];
  afterAll(() => expect(fast / calls).toBeGreaterThanOrEqual(0.95));

  test.each(networks)("$name: every layer equals the reference's", async ({ facts, arrays, model }) => {
    const data = arrays("inputs.npz");
    const feeds = new Map(facts.inputs.map(({ name, key }) => [name, data.get(key)!]));
    const program = compileEspdl(readEspdl(model()), { chip: facts.target });
    for (const lanes of facts.target === "esp32s3" ? [false, true] : [false]) {
      const arithmetic = chipArithmetic(facts.target, lanes);
      const expected = interpret(program, feeds, { arithmetic });
      for (const form of machine) {
        const runner = createFastRunner(program, { arithmetic, form });
        const coverage = await runner.coverage();
        fast += coverage.fast;
        calls += coverage.calls;
        const [trace] = await runner.trace([feeds]);
        const wrong = expected.layers.filter((layer, i) => !identical(trace!.layers[i]!.tensor, layer.tensor));
        expect(wrong.map(({ id, op }) => `${form}: ${id} (${op})`)).toEqual([]);
        await runner.close();
      }
    }
  });
});

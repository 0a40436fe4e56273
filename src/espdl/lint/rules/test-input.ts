import { sizeOf } from "../../../../kernels-ref/index.js";
import { isFed } from "../../embedded-vectors.js";
import { isStreaming } from "../../streaming.js";
import type { LintRule } from "../finding.js";
import { dims } from "../text.js";

/** An embedded test input that the chip's own test cannot feed. A streaming model embeds a whole sequence. */
export const testInput: LintRule = {
  name: "test-input",
  check: (context) => {
    const { graph } = context.model;
    const tests = new Map(graph.testInputs.map((test) => [test.name, test]));
    return graph.inputs.flatMap((input) => {
      const test = tests.get(input.name);
      const shape = input.dims?.filter((dim) => typeof dim === "number") ?? test?.dims ?? [];
      if (test === undefined || isStreaming(context.model)) return [];
      const fits = isFed(test, input) && sizeOf(shape) === sizeOf(test.dims);
      if (fits) return [];
      const [reader] = context.readers(input.name);
      return [
        {
          severity: "error",
          node: reader?.name ?? input.name,
          op: reader?.op ?? "",
          reason: `the test input of its ${JSON.stringify(input.name)} must be ${input.dtype} ${dims(shape)}, got ${test.dtype} ${dims(test.dims)}: the chip's test() cannot feed it`,
          remedy: "export the model again with test values",
        },
      ];
    });
  },
};

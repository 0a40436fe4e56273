import { expect, test } from "vitest";
import { GraphModuleDebug } from "../../../../src/execution/interpreter/graph-module-debug.js";
import { Session } from "../../../../src/quantization/ort/session.js";
import { CASES } from "./cases.js";

const ROUNDS = 12;

const close = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-4 + 1e-3 * Math.abs(b) || (Number.isNaN(a) && Number.isNaN(b));

test.for(Object.entries(CASES))("%s gives what ONNX Runtime gives, for every attribute", async ([, make]) => {
  for (let round = 0; round < ROUNDS; round++) {
    const { model, feed } = make();
    const text = JSON.stringify([...model.graph.nodes[0]!.attributes].map(([name, { value }]) => [name, value]));
    const what = `opset ${model.opsets.get("")} on [${feed.shape.join(", ")}]: ${text}`;
    const session = await Session.open(model);
    const expected = await session.run(new Map([["x", feed]]));
    await session.close();
    const module = GraphModuleDebug.create(model);
    module.setInput("x", feed);
    module.run();
    model.graph.outputs.forEach(({ name }, index) => {
      const [found, wanted] = [module.getOutput(index), expected.get(name)!];
      expect(found.shape, what).toEqual(wanted.shape);
      const numbers = wanted.toNumbers();
      const wrong = found.toNumbers().findIndex((value, i) => !close(value, numbers[i]!));
      expect(wrong < 0 ? "" : `${name}[${wrong}] is ${found.toNumbers()[wrong]}, not ${numbers[wrong]}; ${what}`).toBe(
        "",
      );
    });
  }
});

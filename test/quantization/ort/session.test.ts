import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { Session } from "../../../src/quantization/ort/session.js";
import { floats, node, tinyModel } from "../quantize/tiny-model.js";

const model = tinyModel(
  [1, 2],
  [node("Add", ["x", "one"], ["t"]), node("Relu", ["t"], ["y"])],
  {
    one: floats([2], [1, 1]),
  },
  ["t", "y"],
);

describe("Session", () => {
  it("declares, runs and closes", async () => {
    const session = await Session.open(model);
    expect(session.inputs).toEqual([{ name: "x", dtype: "float32", shape: [1, 2] }]);
    expect(session.outputs.map((output) => output.name)).toEqual(["t", "y"]);
    const x = new Map([["x", floats([1, 2], [-3, 4])]]);
    const results = await session.run(x);
    expect([...results.get("t")!.data]).toEqual([-2, 5]);
    expect([...(await session.run(x, ["y"])).keys()]).toEqual(["y"]);
    await session.close();
  });

  it("refuses in one line", async () => {
    await expect(Session.open(Uint8Array.of(1, 2, 3))).rejects.toThrow(UserError);
    const session = await Session.open(model);
    await expect(session.run(new Map())).rejects.toThrow(
      "x: the model needs this input and no tensor was given for it",
    );
    const error = (await session.run(new Map([["x", floats([1, 3], [1, 2, 3])]])).catch((e: unknown) => e)) as Error;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(/^ONNX Runtime cannot run the model: .*x/);
    expect(error.message).not.toContain("\n");
    await session.close();
  });
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { convertSource } from "../../src/convert/convert.js";
import { readSource } from "../../src/convert/source.js";
import { Session } from "../../src/quantization/ort/session.js";
import { relativeError } from "./relative-error.js";

const golden = (file: string): string => fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url));

/** Models with what tfjs lacks, and the outputs that Keras gave for them. */
describe.each(["keras2_images", "keras2_sequences", "keras3_images", "keras3_sequences"])("%s", (name) => {
  test.each(["h5", "keras"])(".%s gives Keras's own outputs", async (form) => {
    const { model } = convertSource(await readSource(golden(`${name}.${form}`)));
    const recorded = parseNpz(readFileSync(golden(`${name}.npz`)));
    const session = await Session.open(model);
    const found = await session.run(new Map([[model.graph.inputs[0]!.name, recorded.get("input")!]]));
    await session.close();
    const outputs = [...recorded.keys()].filter((key) => key !== "input");
    expect(outputs.length).toBe(model.graph.outputs.length);
    outputs.forEach((key, i) => {
      const { name } = model.graph.outputs[i]!;
      expect(found.get(name)!.shape, name).toEqual(recorded.get(key)!.shape);
      expect(relativeError(recorded.get(key)!, found.get(name)!), name).toBeLessThanOrEqual(1e-5);
    });
  });
});

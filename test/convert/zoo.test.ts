import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { convert } from "../../src/convert/convert-model.js";
import type { TfLayersModel } from "../../src/convert/proof/tfjs.js";
import { readSource } from "../../src/convert/source.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { save } from "./zoo/forms.js";
import { tf } from "./zoo/tf.js";
import { build, zoo } from "./zoo/zoo.js";

const folder = mkdtempSync(join(tmpdir(), "espdl-zoo-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (model: OnnxModel): Buffer => Buffer.from(serializeModel(model));

describe.skipIf(tf === undefined)("zoo of Keras models", () => {
  const models = tf === undefined ? {} : zoo();

  test("has at least 120 models", () => {
    expect(Object.keys(models).length).toBeGreaterThanOrEqual(120);
  });

  test.each(Object.entries(models))("%s", async (name, make) => {
    const model = build(make);
    const { model: onnx, proof } = await convert(model as unknown as TfLayersModel);
    for (const { relative } of proof.outputs) expect(relative).toBeLessThanOrEqual(1e-5);
    const files = await save(model, join(folder, name.replace(/\W+/g, "_")));
    for (const path of Object.values(files))
      expect(bytes(convertSource(await readSource(path)).model).equals(bytes(onnx)), path).toBe(true);
  });
});

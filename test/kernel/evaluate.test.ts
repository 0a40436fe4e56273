import { afterAll, beforeAll, expect, test } from "vitest";
import { packageFolder } from "../../src/base/package-folder.js";
import { NotebookSession } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
});
afterAll(async () => {
  expect([0, null]).toContain(await notebook.stop());
});

const file = (...path: string[]): string => JSON.stringify(packageFolder("notebooks", ...path));

/** What the command line calls `evaluate`, `quantize` and `debug --fast`, under the same names. */
test("a notebook evaluates a float model against its int8 form, with progress", async () => {
  const cells: [string, string | undefined][] = [
    [
      `import * as lab from "espdl-lab";
       const float = lab.readModel(${file("models", "mnist_cnn.onnx")});
       const samples = [...lab.openLabelledSamples(${file("data", "held_out.npz")}, ["input"])].slice(0, 40);
       const told: number[] = [];`,
      undefined,
    ],
    [
      "const int8 = (await lab.quantizeModel(float, samples.slice(0, 4).map(({ inputs }) => inputs))).model;",
      undefined,
    ],
    [
      `const found = await lab.evaluate([float, int8], samples, { onProgress: (done) => told.push(done) });
       [found.format, found.samples, found.metric, found.models.length, told.at(-1), found.difference!.verdict]`,
      "[ 'espdl-lab-evaluation', 40, 'top1', 2, 40, 'noise' ]",
    ],
    ["(await lab.classify(lab.compileForDebug(int8).program, samples.map(({ inputs }) => inputs))).length", "40"],
    [
      `const runner = lab.createFastRunner(lab.compileForDebug(int8).program);
       const [trace] = await runner.trace([samples[0]!.inputs]);
       await runner.close();
       [trace!.runner, trace!.layers.at(-1)!.tensor.size]`,
      "[ 'espdl-lab fast interpreter', 10 ]",
    ],
  ];
  for (const [cell, expected] of cells) {
    const { error, traceback, result } = await notebook.run(cell);
    expect(error, `${cell}\n${traceback}`).toBeUndefined();
    if (expected !== undefined) expect(result?.replace(/\s+/g, " ")).toBe(expected);
  }
});

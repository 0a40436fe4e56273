import { afterAll, beforeAll, expect, test } from "vitest";
import { goldenCase } from "../golden/cases.js";
import { NotebookSession, published, type Shown } from "./notebook-session.js";

const golden = goldenCase("tutorial_nhwc");
const path = (file: string): string => JSON.stringify(golden.path(file));

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
  const cells = `
    const float = await lab.preprocess(lab.readModel(${path("float.onnx")}));
    const samples = lab.openSamples(${path("calib.npy")}, float);
    const count = samples.count`;
  expect((await notebook.run(cells)).error).toBeUndefined();
});
afterAll(() => notebook.stop());

interface Content {
  readonly data: Readonly<Record<string, string>>;
  readonly transient?: { readonly display_id?: string };
}

/** The displays of a cell as they end up, in order. */
function lastTexts(cell: Shown): string[] {
  const shown = new Map<string, string>();
  for (const { header, content } of cell.answer.published) {
    if (!/^(update_)?display_data$/.test(header.msg_type)) continue;
    const { data, transient } = content as unknown as Content;
    shown.set(transient?.display_id ?? `${shown.size}`, data["text/plain"]!);
  }
  return [...shown.values()];
}

test("calibration, quantization and measurement show how far they are, and end in a line without times", async () => {
  const cell = await notebook.run(`
    await lab.calibrate(float, samples, { method: "minmax" });
    const made = await lab.quantizeModel(float, [...samples], { calibration: { method: "percentile" } });
    await lab.measureQuantization(made.float, made.tensors, samples);
    await lab.classify(made.float, samples);
    count`);
  expect(cell.error, cell.traceback).toBeUndefined();
  const count = cell.result!;
  expect(lastTexts(cell)).toEqual([
    `calibrate: ${count} samples`,
    `quantize: ${count} samples, 2 passes`,
    `measure: ${count} samples`,
    `classify: ${count} samples`,
  ]);
});

test("analysis, tuning and an .espdl show how far they are, and end in a line without times", async () => {
  const cell = await notebook.run(`
    const four = [...samples].slice(0, 6);
    const quantized = await lab.quantizeModel(float, four);
    await lab.analyse(quantized, four, { samples: 2 });
    const { model } = await lab.quantizeEspdlModel(float, four, { chip: "esp32s3", calibration: { method: "mse" } });
    await lab.analyse({ float, model, chip: "esp32s3" }, four, { samples: 2 });
    await lab.tune(float, lab.splitSets({ samples: four }), { goal: lab.parseGoal("1dB") });
    undefined`);
  expect(cell.error, cell.traceback).toBeUndefined();
  const texts = lastTexts(cell);
  expect(texts.map((text) => text.replace(/\d+/g, "N"))).toEqual([
    "quantize: N samples, N passes",
    "analyse: N layers, N samples",
    "quantize: N samples, N passes",
    "analyse: N layers, N samples",
    "tune: N trials",
  ]);
  expect(texts[1]).toMatch(/, [23] samples$/);
});

test("who asked to be told of the progress is told", async () => {
  const cell = await notebook.run(`
    const told: string[] = [];
    const onProgress = ({ done, pass }: { done: number; pass: number }) => told.push(pass + ":" + done);
    await lab.calibrate(float, samples, { method: "minmax", onProgress });
    [told[0], told.length === count]`);
  expect(cell.result, cell.traceback).toBe("[ '1:1', true ]");
});

test("work that fails says so, and the error is the library's", async () => {
  const cell = await notebook.run("await lab.calibrate(float, [], { method: 'minmax' })");
  expect(cell.error).toMatch(/^UserError: /);
  expect(lastTexts(cell)).toEqual(["calibrate: failed"]);
});

test("building for a board, capturing and bisecting", { timeout: 300_000 }, async () => {
  const cell = await notebook.run(`
    const sample = lab.readSample(${path("input.npy")}, float);
    const { program, project } = await lab.exportProject(made.model, { chip: "esp32s3", sample, out: "out" });
    const board = await lab.startBoard(project, "wasm");
    await lab.captureTrace(board.link, lab.readLayers(project), sample);
    const reference = lab.interpret(program, sample);
    const found = await lab.bisect(program, reference, lab.linkSuspect(board, program, sample));
    await board.close();
    found`);
  expect(cell.error, cell.traceback).toBeUndefined();
  const [build, capture, bisect] = lastTexts(cell);
  expect(build).toMatch(/^build for wasm: \d+ files$/);
  expect(capture).toMatch(/^capture: \d+ tensors$/);
  expect(bisect).toMatch(/^bisect: \d+ tensors compared, 0 layers run alone$/);
  expect(cell.result).toMatch(/^Equal: all \d+ tensors/);
});

test("a loop of one's own: the bar is drawn at most ten times a second, its end always", async () => {
  const cell = await notebook.run(
    "const bar = lab.progress('mine', 1e5); for (let i = 1; i <= 1e5; i++) bar.update(i)",
  );
  const texts = published(cell, "display_data").map(({ data }) => (data as Content["data"])["text/plain"]!);
  expect(texts).toEqual([expect.stringMatching(/^mine ░+ 0\/100000$/)]);
  const updates = published(cell, "update_display_data");
  expect(updates.length).toBeLessThan(1000);
  expect(updates.at(-1)).toMatchObject({ data: { "text/plain": "mine: 100000 of 100000" } });
  const early = await notebook.run(
    "const other = lab.progress('<b>', 9); other.update(4); other.done(); other.update(9)",
  );
  expect(lastTexts(early)).toEqual(["<b>: 4 of 9"]);
  expect(JSON.stringify(published(early, "display_data"))).not.toContain('<b>"');
});

test("the bars do not change what completion and types say", async () => {
  expect((await notebook.run("await lab.calibrate(float)")).error).toMatch(/TS2554/);
  const code = "lab.calibrate";
  const { reply } = await notebook.client.request("shell", "inspect_request", { code, cursor_pos: code.length });
  const text = (reply.content.data as Record<string, string>)["text/markdown"]!;
  expect(text).toMatch(/function.*calibrate\(model: /s);
  expect(text).toContain("finds the range of every tensor");
});

test("an import of the library by name is lab, also beside the lab in scope", async () => {
  expect((await notebook.run("import * as lab from 'espdl-lab'")).error).toBeUndefined();
  expect((await notebook.run("lab === (globalThis as { lab?: unknown }).lab")).result).toBe("true");
  expect((await notebook.run("const bar2 = lab.progress('x', 1); bar2.update(1); typeof lab.input")).result).toBe(
    "'function'",
  );
  expect((await notebook.run("import { calibrate } from 'espdl-lab'; calibrate === lab.calibrate")).result).toBe(
    "true",
  );
});

test("a figure and a table of one object are two outputs, the table the result", async () => {
  const cell = await notebook.run("made.tensors");
  const [figure] = published(cell, "display_data") as unknown as Content[];
  expect(Object.keys(figure!.data)).toEqual(["text/plain", "text/html", "application/vnd.plotly.v1+json"]);
  expect(figure!.data["text/html"]).not.toContain("<table");
  const [result] = published(cell, "execute_result") as unknown as Content[];
  expect(Object.keys(result!.data)).toEqual(["text/plain", "text/html"]);
  expect(result!.data["text/html"]).toContain("<table");
  const handle = await notebook.run("const shown = lab.display(made.tensors); shown.update('gone'); shown");
  expect(lastTexts(handle)).toEqual(["'gone'", ""]);
  expect(handle.result).toBeUndefined();
});

test("a bundle is shown as what it holds, an object that only looks like one as text", async () => {
  const [result] = published(await notebook.run("lab.textDiff('a', 'b')"), "execute_result") as unknown as Content[];
  expect(result!.data["text/html"]).toContain("<pre");
  expect((await notebook.run("({ 'a/b': 1 })")).result).toBe("{ 'a/b': 1 }");
});

test("an error of the person's is one plain line", async () => {
  const { traceback } = await notebook.run("lab.readModel('none.onnx')");
  expect(traceback).toBe("UserError: none.onnx: cannot be read (ENOENT); check the path");
});

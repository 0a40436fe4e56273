import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startBoard } from "../../../src/boards/capture/open-board.js";
import { exportProject } from "../../../src/codegen/project/export-project.js";
import { bisect } from "../../../src/comparison/bisect/bisect.js";
import { linkSuspect } from "../../../src/comparison/bisect/link-suspect.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { needs } from "../../boards/board/tools.js";
import { hasCompiler } from "../../codegen/host-batch.js";
import { goldenCase } from "../../golden/cases.js";
import { subject } from "../diagnose/subjects.js";
import { feedsOf } from "./simulated-suspect.js";

const out = mkdtempSync(join(tmpdir(), "espdl-entry-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test("a bias of another layer in the list of calls of the application", async (context) => {
  if (!hasCompiler) return needs(context, "cc");
  const { program, trace } = subject("mnist_cnn");
  const model = parseModel(goldenCase("mnist_cnn").read("quant.onnx"));
  const sample = feedsOf(program, trace);
  const { project } = await exportProject(model, { chip: "esp32s3", sample, out });
  const path = join(project, "components/tvm_model/model/codegen/host/src/default_lib1.c");
  const text = readFileSync(path, "utf8");
  // The last two convolutions have as many channels.
  const calls = [...text.matchAll(/if \(tvmgen_default_esp_main_[34]\(\w+, \w+, (\w+), \w+\) != 0\) return -1;/g)];
  expect(calls.length).toBe(2);
  const [other, last] = calls.map(([line, bias]) => ({ line, bias: bias! }));
  writeFileSync(path, text.replace(last!.line, last!.line.replace(last!.bias, other!.bias)));
  const board = await startBoard(project, "host");
  try {
    const found = await bisect(program, trace, linkSuspect(board, program, sample));
    const output = program.layers[program.outputs[0]!.layer]!.id;
    expect([found.verdict, found.entry]).toEqual(["differs", "differs"]);
    expect(found.layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([[output, "entry"]]);
  } finally {
    await board.close();
  }
});

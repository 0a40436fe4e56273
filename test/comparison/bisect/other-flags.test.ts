import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hostBoard } from "../../../src/boards/board/host.js";
import { Link, readFirmware } from "../../../src/boards/board/index.js";
import { compileForBoard } from "../../../src/codegen/compile-for-board.js";
import { plannedTensors } from "../../../src/codegen/memory/planned-tensors.js";
import { exportProject } from "../../../src/codegen/project/export-project.js";
import { bisect } from "../../../src/comparison/bisect/bisect.js";
import { linkSuspect } from "../../../src/comparison/bisect/link-suspect.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { needs } from "../../boards/board/tools.js";
import { goldenCase, goldenCases } from "../../golden/cases.js";

const out = mkdtempSync(join(tmpdir(), "espdl-flags-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const FLAGS = [["-O3"], ["-ffast-math"], ["-funsigned-char"]];
/** What is compiled for each set of flags; all with ESPDL_ALL_FLAGS, which takes minutes. */
const NAMES = process.env.ESPDL_ALL_FLAGS
  ? goldenCases().flatMap(({ name, has }) => (has("input1.npy") ? [] : [name]))
  : ["tutorial_nhwc", "prelu_hardswish", "gemm_mlp_pc"];

test.for(NAMES.flatMap((name) => FLAGS.map((flags) => [name, flags] as const)))(
  "%s with %s is not accused",
  { timeout: 240_000 },
  async ([name, flags], context) => {
    needs(context, "cc");
    const golden = goldenCase(name);
    const model = parseModel(golden.read("quant.onnx"));
    const sample = readSample(golden.path(golden.has("input.npy") ? "input.npy" : "inputs.npz"), model);
    const { project } = await exportProject(model, { chip: "esp32s3", sample, out: join(out, name) });
    const { program, plan, library } = compileForBoard(model);
    const reference = interpret(program, sample);
    const board = hostBoard(flags);
    const link = await Link.open("host", await board.open(await board.build(await readFirmware(project))));
    try {
      const options = { constants: library.code.constants, planned: plannedTensors(program, plan) };
      const found = await bisect(program, reference, linkSuspect({ link }, program, sample), options);
      // Floats in another order of operations end in other last bits, which is told as such; no layer is at fault.
      const bits = flags[0] === "-ffast-math" ? /^its floats differ in the last bits only/ : /^$/;
      const accused = found.layers.filter(({ origin, note = " " }) => origin !== "inherited" && !bits.test(note));
      expect(accused.map(({ diff, origin }) => `${diff.id} ${origin} ${diff.entire?.largest}`)).toEqual([]);
      expect(found.facts).toBeUndefined();
      expect([found.verdict, found.entry]).toEqual(["equal", "equal"]);
      if (found.layers.length > 0) process.stdout.write(`${name}: ${found.layers.length} float tensors by last bits\n`);
    } finally {
      await link.close();
    }
  },
);

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bisect } from "../../src/bisect/bisect.js";
import type { Bisection } from "../../src/bisect/bisection.js";
import { linkSuspect } from "../../src/bisect/link-suspect.js";
import { boardByName, type Image, Link, readFirmware } from "../../src/board/index.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import type { CallLayer } from "../../src/graph/program.js";
import { parseModel } from "../../src/onnx/read.js";
import { needs } from "../board/tools.js";
import { hasCompiler } from "../codegen/host-batch.js";
import { callOf, subject } from "../diagnose/subjects.js";
import { goldenCase } from "../golden/cases.js";
import { FAULTS, plantFaults } from "./c-faults.js";
import { feedsOf } from "./simulated-suspect.js";

/** What the first hypothesis must begin with; a fault that is the same as another on some layers has both. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  "half-up": ["rounding/half-up"],
  "toward-zero": ["rounding/toward-zero"],
  "shift+1": ["shift/+1"],
  "shift-2": ["shift/-2"],
  "bias-before": ["bias/accumulator"],
  "bias-missing": ["bias/missing"],
  "bias-next": ["bias/channel+1"],
  "wrap-8": ["saturation/wrap-8"],
  "relu-missing": ["relu/missing"],
  // An accumulator of 16 bits shifted by 8 is the same as a quotient of 8 bits.
  "accumulator-16": ["saturation/accumulator-wrap-16", "saturation/wrap-8-before-bias"],
  "no-padding": ["padding/top0-left0"],
  "stride-ignored": ["stride/stride-1x1"],
  "dilation-2": ["stride/dilation-2x2"],
  "relu-extra": ["relu/extra"],
  "weights+1": ["weight-offset/+1"],
  "weights-4": ["weight-offset/-4"],
  "read-oihw": ["kernel-layout/read-O", "kernel-layout/read-IO"],
  "hwio-not-packed": ["kernel-layout/read-blocks"],
  turned: ["kernel-layout/turned"],
  "read-nchw": ["input-reading/nchw"],
  "input+3": ["input-reading/offset+3", "input-channels/"],
  "tail-channels": ["unwritten/channels-tail zero"],
  "transfer-cut": ["unwritten/tail zero", "unwritten/rows-tail zero"],
  "row-cut": ["unwritten/columns-tail zero"],
  "channels-reversed": ["output-order/channels"],
};

const MODELS = [
  "mnist_cnn",
  "residual_add",
  "tutorial_nhwc",
  "prelu_hardswish",
  "split_slice",
  "mz_two_out",
  "resize_int8",
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A model's C with every fault in it, compiled for this machine. */
async function build(name: string): Promise<Image> {
  const s = subject(name);
  const out = mkdtempSync(join(tmpdir(), "espdl-zoo-"));
  folders.push(out);
  const model = parseModel(goldenCase(name.replace("loud ", "")).read("quant.onnx"));
  const { project } = await exportProject(model, { chip: "esp32s3", sample: feedsOf(s.program, s.trace), out });
  await plantFaults(project);
  return boardByName("host").build(await readFirmware(project));
}

async function run(name: string, image: Image, fault: number, layer: number): Promise<Bisection> {
  const { program, trace } = subject(name);
  process.env.ESPDL_TEST_FAULT = String(fault);
  process.env.ESPDL_TEST_LAYER = String(layer);
  const link = await Link.open("host", await boardByName("host").open(image));
  try {
    return await bisect(program, trace, linkSuspect(link, program, feedsOf(program, trace)));
  } finally {
    await link.close();
  }
}

/** Moves the tensor that a call makes to another's place in the arena, for the call itself and for its readers. */
async function overlap(name: string, moved: CallLayer, onto: string): Promise<Image> {
  const s = subject(name);
  const out = mkdtempSync(join(tmpdir(), "espdl-zoo-"));
  folders.push(out);
  const model = parseModel(goldenCase(name).read("quant.onnx"));
  const { project } = await exportProject(model, { chip: "esp32s3", sample: feedsOf(s.program, s.trace), out });
  const { sources } = await readFirmware(project);
  const path = join(project, sources.find((source) => source.endsWith("espdl_model.c"))!);
  const text = readFileSync(path, "utf8");
  const place = (id: string): string =>
    new RegExp(`"${id}", \\d+, (tvmgen_default_workspace \\+ \\d+)`).exec(text)![1]!;
  const [from, to] = [place(moved.id), place(onto)];
  expect(from).not.toBe(to);
  const readers = s.program.layers.filter(
    (layer) => layer.kind === "call" && layer.inputs.some((input) => input.layer === moved.index),
  );
  const runs = [moved, ...readers].map(({ index }) => `run_${index}(void)`);
  const lines = text.split("\n").map((line) => {
    const concerned = runs.some((call) => line.includes(`int32_t ${call}`)) || line.includes(`{"${moved.id}"`);
    return concerned ? line.replace(from, to) : line;
  });
  writeFileSync(path, lines.join("\n"));
  return boardByName("host").build(await readFirmware(project));
}

const score = {
  faults: 0,
  models: new Set<string>(),
  layers: 0,
  origins: 0,
  known: 0,
  causes: 0,
  unknown: 0,
  silent: 0,
};

describe("faults in the C of a board", () => {
  test.for(MODELS)("%s", { timeout: 240_000 }, async (model, context) => {
    if (!hasCompiler) return needs(context, "cc");
    // An input that saturates shows the faults of saturation too.
    const name = `loud ${model}`;
    const { program } = subject(name);
    const image = await build(name);
    const convolutions = program.layers.filter(
      (layer): layer is CallLayer => layer.kind === "call" && layer.kernel !== undefined,
    );
    const healthy = await run(name, image, 0, 0);
    expect([healthy.verdict, healthy.layers]).toEqual(["equal", []]);
    for (const [position, fault] of FAULTS.entries()) {
      const layer = position % convolutions.length;
      const found = await run(name, image, position + 1, layer);
      if (found.verdict === "equal") continue; // This layer is none that the fault can harm.
      score.faults++;
      score.models.add(model);
      const { id } = convolutions[layer]!;
      const own = found.layers.filter(({ origin }) => origin !== "inherited");
      if (found.first === id) score.layers++;
      if (own.length === 1 && own[0]!.diff.id === id && own[0]!.origin === "own") score.origins++;
      judge(fault, own[0]?.diagnosis?.hypotheses[0], `${name} ${id}`);
    }
  });

  test("a tensor that the plan laid over another still in use", async (context) => {
    if (!hasCompiler) return needs(context, "cc");
    const name = "residual_add";
    const s = subject(name);
    const [first, , last] = [0, 1, 2].map((nth) => callOf(s, "esp.conv2d", nth));
    // The sum reads the first convolution's result long after it was made; the last one is now written over it.
    const kept = s.program.layers.find(({ kind, index }) => kind === "call" && index > first!.index)!;
    const found = await run(name, await overlap(name, last!, kept.id), 0, 0);
    expect(found.verdict).toBe("differs");
    const culprits = found.layers.filter(({ origin }) => origin !== "inherited");
    expect(culprits.map(({ diff, origin }) => [diff.op, origin])).toEqual([["esp.pointwise", "run"]]);
    expect(culprits[0]!.diagnosis!.hypotheses[0]!.family).toBe("operands");
    expect(culprits[0]!.diagnosis!.hypotheses[0]!.text).toContain(last!.id);
  });

  test("the score over all of them", (context) => {
    if (!hasCompiler) return needs(context, "cc");
    process.stdout.write(`${JSON.stringify({ ...score, models: score.models.size })}\n`);
    expect(score.faults).toBeGreaterThanOrEqual(30);
    expect(score.models.size).toBeGreaterThanOrEqual(6);
    expect(score.unknown).toBeGreaterThanOrEqual(5);
    expect([score.layers, score.origins]).toEqual([score.faults, score.faults]);
    expect(score.silent).toBe(score.unknown);
    expect(score.causes / score.known).toBeGreaterThanOrEqual(0.9);
  });
});

function judge(fault: string, first: { family: string; cause: string } | undefined, where: string): void {
  const wanted = CAUSES[fault];
  const cause = first && `${first.family}/${first.cause}`;
  if (wanted === undefined) {
    score.unknown++;
    if (cause === undefined) score.silent++;
    else process.stdout.write(`${where}: ${fault} was taken for ${cause}\n`);
    return;
  }
  score.known++;
  if (wanted.some((prefix) => cause?.startsWith(prefix))) score.causes++;
  else process.stdout.write(`${where}: ${fault} was taken for ${cause ?? "nothing"}\n`);
}

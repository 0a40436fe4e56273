import { cpus } from "node:os";
import { formatTable } from "../../src/cli/table.js";
import { type GoldenCase, goldenCases } from "../golden/cases.js";
import { benchBoards } from "./boards-report.js";
import { calibration, SAMPLES } from "./calibrate.js";
import { elementGetters, onnxruntimeFloat, onnxruntimeInt8, reference } from "./convolution.js";
import { debugProcess, recordedDebug } from "./debug.js";
import { bisectProcess, diffProcess } from "./diagnosis.js";
import { benchEspdl } from "./espdl.js";
import { fastSpeeds } from "./fast.js";
import { kernelTimes } from "./kernel.js";
import { benchPage } from "./page.js";
import { evaluateTimes } from "./thousand.js";

const CASE = "mobilenet96";

function print(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = heads.map((head, i) => (i === 0 ? { title: head } : { title: head, align: "right" as const }));
  process.stdout.write(`\n${title}\n\n${formatTable(columns, rows)}\n`);
}

async function convolutions(): Promise<void> {
  const ours = await reference();
  const others: readonly (readonly [string, number])[] = [
    ["element getters (JavaScript)", await elementGetters()],
    ["onnxruntime-node float32, 1 thread", await onnxruntimeFloat()],
    ["onnxruntime-node QLinearConv int8, 1 thread", await onnxruntimeInt8()],
  ];
  print(
    "Convolution 56×56×64 → 64, 3×3, 115.6 million products (target: 0.4 GMAC/s)",
    ["", "GMAC/s", "reference kernel is"],
    [
      ["reference kernel, int8 → int32", ours.toFixed(2), ""],
      ...others.map(([name, rate]) => [name, rate.toFixed(2), `${(ours / rate).toPrecision(2)} ×`]),
    ],
  );
}

async function fastInterpreter(): Promise<void> {
  const rows: string[][] = [];
  for await (const { name, onnxruntime, reference, forms } of fastSpeeds())
    for (const { form, rate, layers } of forms)
      rows.push([
        name,
        form,
        rate.toFixed(0),
        onnxruntime.toFixed(0),
        (rate / onnxruntime).toFixed(2),
        (rate / reference).toFixed(0),
        layers.toFixed(2),
      ]);
  print(
    "The fast interpreter, 1 thread, batches of 8 (targets: 0.5 × onnxruntime's uint8 in what runs anywhere, 0.8 × in bytes)",
    ["", "form", "images/s", "uint8 images/s", "of it", "× reference", "every layer ms"],
    rows,
  );
}

async function evaluating(): Promise<void> {
  print(
    "evaluate of int8 ResNet8, one process from start to end (target: 1,000 images in 1.5 s)",
    ["images", "threads", "seconds", "largest MB"],
    (await evaluateTimes()).map(({ images, threads, seconds, megabytes }) => [
      `${images}`,
      threads,
      seconds.toFixed(2),
      megabytes.toFixed(0),
    ]),
  );
}

async function debugging(golden: GoldenCase): Promise<void> {
  const [ours, record] = [await debugProcess(golden), recordedDebug(golden)];
  print(
    `debug of ${golden.name}, one process from start to trace (target: 5 ×)`,
    ["", "seconds", "espdl-lab is"],
    [
      ["espdl-lab debug", ours.toFixed(2), ""],
      ["the original's build + run (its record: another run)", record.toFixed(2), `${(record / ours).toFixed(1)} ×`],
    ],
  );
}

async function calibrating(golden: GoldenCase): Promise<void> {
  const { ours, original, source } = await calibration(golden);
  print(
    `Calibrating ${golden.name} on ${SAMPLES} samples, entropy (target: 3 ×)`,
    ["", "seconds", "espdl-lab is"],
    [
      ["espdl-lab", ours.toFixed(2), ""],
      [`the original: ${source}`, original.toFixed(2), `${(original / ours).toFixed(1)} ×`],
    ],
  );
}

async function diffing(): Promise<void> {
  const seconds = await diffProcess();
  print(
    "diff of two traces of 10 MB, one process (target: 1 s)",
    ["", "seconds"],
    [["espdl-lab diff", seconds.toFixed(2)]],
  );
}

async function bisecting(golden: GoldenCase): Promise<void> {
  const { cold, warm } = await bisectProcess(golden);
  print(
    `bisect of ${golden.name} on the wasm board, build and diagnosis included, one process (target: 20 s)`,
    ["", "seconds"],
    [
      ["nothing compiled yet", cold.toFixed(2)],
      ["compiled before", warm.toFixed(2)],
    ],
  );
}

async function kernels(): Promise<void> {
  const all = await kernelTimes();
  const milliseconds = (seconds: number): string => (Number.isNaN(seconds) ? "" : (seconds * 1000).toFixed(0));
  print(
    "Notebook kernels, medians of 5 starts, interleaved; ms, memory after 500 cells in MB",
    ["", "ready", "first cell", "new cell", "completion", "again", "own loop", "earlier's", "shared", "memory"],
    [...all].map(([name, times]) => [
      name,
      milliseconds(times.ready),
      milliseconds(times.firstCell),
      (times.newCell * 1000).toFixed(1),
      (times.completion * 1000).toFixed(1),
      (times.sameCompletion * 1000).toFixed(1),
      milliseconds(times.ownLoop),
      milliseconds(times.earlierLoop),
      milliseconds(times.sharedLoop),
      (times.memory / 1e6).toFixed(0),
    ]),
  );
  const [ours, tslab, python, deno] = ["espdl-lab", "tslab", "ipykernel", "Deno"].map((name) => all.get(name));
  const line = (text: string) => process.stdout.write(`${text}\n`);
  for (const key of ["ready", "firstCell", "newCell", "completion", "sameCompletion", "memory"] as const)
    line(`${key}: ${(ours![key] / tslab![key]).toFixed(2)} × tslab's (target: 1)`);
  if (python === undefined) line("ipykernel: make .venv with `node .ci/python.mjs`");
  else line(`first cell: target 2 × ipykernel's + 1 s = ${milliseconds(2 * python.firstCell + 1)} ms`);
  if (deno === undefined) line("Deno: npx could not fetch the npm package `deno`");
  else
    for (const key of ["ownLoop", "earlierLoop", "sharedLoop"] as const)
      line(`${key}: ${(ours![key] / deno[key]).toFixed(2)} × Deno's (target: 1.5)`);
}

process.stdout.write(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}; best of several runs\n`);
await convolutions();
await fastInterpreter();
await evaluating();
await diffing();
await kernels();
await benchBoards(print);
process.stdout.write("\n");
benchEspdl((line) => process.stdout.write(`${line}\n`));
await benchPage(print);
const golden = goldenCases().find(({ name }) => name === CASE);
if (golden === undefined) process.stdout.write(`\nThe other three need case ${CASE} of the complete vectors.\n`);
else {
  await bisecting(golden);
  await debugging(golden);
  await calibrating(golden);
}

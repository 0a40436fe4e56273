import { Tensor } from "../../../src/base/tensor/tensor.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { BISECTION_FORMAT, BISECTION_VERSION, type Bisection } from "../../../src/comparison/bisect/bisection.js";
import type { Diagnosis } from "../../../src/comparison/diagnose/diagnosis.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import type { TraceDiff } from "../../../src/comparison/diff/trace-diff.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { runLayer } from "../../../src/execution/interpreter/run-layer.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import type { Trace, TraceLayer } from "../../../src/formats/trace/trace.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { Operand, Program } from "../../../src/ir/graph/program.js";
import type { ReportInput } from "../../../src/presentation/report/input.js";
import { pairedLayers } from "../../../src/presentation/report/paired-layers.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { goldenCase } from "../../golden/cases.js";

/** The reference's run of a golden case, and the same with one layer's result changed before the next ones read it. */
export function faultyRun(name: string, layer: string, change: (tensor: Tensor) => void) {
  const golden = goldenCase(name);
  const model = readModel(golden.path("quant.onnx"));
  const module = GraphModuleDebug.create(model);
  module.setInput(readSample(golden.path("input.npy"), model));
  const reference: Trace = { ...module.run(), model: `${name}.onnx` };
  const board = rerun(module.program, reference, layer, change);
  return { model, program: module.program, reference, board };
}

function rerun(program: Program, reference: Trace, id: string, change: (tensor: Tensor) => void): Trace {
  const original = new Map(reference.layers.map((layer) => [layer.id, layer]));
  const made: Tensor[][] = [];
  const layers: TraceLayer[] = [];
  for (const layer of program.layers) {
    const value = ({ layer, output }: Operand): Tensor => made[layer]![output]!;
    if (layer.kind === "call") made.push(runLayer(program, layer.index, layer.inputs.map(value)));
    else made.push([layer.kind === "param" ? layer.tensor : original.get(layer.id)!.tensor]);
    made[layer.index] = made[layer.index]!.map((tensor, output) => {
      if (outputId(layer.id, output) !== id) return tensor;
      const copy = new Tensor(tensor.dtype, tensor.shape, tensor.data.slice());
      change(copy);
      return copy;
    });
    made[layer.index]!.forEach((tensor, output) => {
      layers.push({ ...original.get(outputId(layer.id, output))!, tensor });
    });
  }
  return { runner: "wasm board", model: reference.model, layers };
}

/** Wrong as a kernel that rounds half up and forgets the last channels: small errors everywhere, one dead stripe. */
export function roundedUp({ data, shape }: Tensor): void {
  const channels = shape.at(-1)!;
  for (let i = 0; i < data.length; i++) {
    if (i % channels >= channels - 2) data[i] = 0;
    else if (i % 3 === 0 && (data[i] as number) < 127) data[i] = (data[i] as number) + 1;
  }
}

/** A search that found the first layer to be wrong by itself, all others to inherit. */
function bisection({ a, b, verdict, first, layers }: TraceDiff, diagnosis: Diagnosis): Bisection {
  const bad = layers.filter(({ status }) => status !== "equal");
  return {
    ...{ format: BISECTION_FORMAT, version: BISECTION_VERSION, reference: a.runner, suspect: b.runner, verdict },
    ...(first && { first }),
    layers: bad.map((diff) => (diff.id === first ? { diff, origin: "own", diagnosis } : { diff, origin: "inherited" })),
    ...{ compared: layers.length, captures: 1, replays: bad.length, exhaustive: true },
  };
}

/** Everything a report can show. */
export function fullReport(name: string, layer: string): ReportInput {
  const { program, reference, board } = faultyRun(name, layer, roundedUp);
  const compared = diff(reference, board, { program });
  const calls = program.layers.filter(({ kind }) => kind === "call");
  const first = compared.layers.find(({ id }) => id === compared.first)!;
  const diagnosis: Diagnosis = {
    id: first.id,
    op: first.op,
    elements: first.entire!.elements,
    differing: first.entire!.differing,
    hypotheses: [
      {
        family: "rounding",
        cause: "half-up",
        text: "the right shift rounds half up; the reference takes the floor",
        look: "the rounding constant that is added before the shift in conv2d.c",
        explained: 0.991,
        explainedDiffering: 0.972,
      },
      {
        family: "tail",
        cause: "dead-2",
        text: "the last 2 of 16 channels are never written",
        look: "the loop over blocks of 8 channels",
        explained: 0.71,
        explainedDiffering: 0.13,
      },
    ],
    tried: 214,
    ...(first.pattern ? { pattern: first.pattern } : {}),
  };
  return {
    diff: compared,
    bisection: bisection(compared, diagnosis),
    layers: pairedLayers(compared, reference, board, program),
    run: {
      board: "wasm",
      unit: "instructions",
      totals: [1_512_300, 1_498_220, 1_530_004],
      costs: calls.map(({ index, id }, i) => ({
        index,
        id,
        cost: 1000 + ((i * 7919) % 97) ** 2 * 13,
        macs: i % 4 === 0 ? 12_544 * i : 0,
      })),
      stack: { used: 1824, size: 65_536, call: 0 },
    },
    memory: { plan: planMemory(program), names: program.layers.map(({ id }) => id) },
    confusion: {
      matrix: Array.from({ length: 10 }, (_, y) =>
        Array.from({ length: 10 }, (_, x) => (x === y ? 97 - y : (x * y) % 5 === 1 ? 2 : 0)),
      ),
    },
  };
}

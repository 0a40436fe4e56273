import { diagnose } from "../diagnose/diagnose.js";
import { layerInput } from "../diagnose/layer-input.js";
import { diff } from "../diff/diff.js";
import type { LayerDiff } from "../diff/trace-diff.js";
import { outputId } from "../graph/output-id.js";
import type { Program } from "../graph/program.js";
import { runLayer } from "../interpreter/run-layer.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Trace } from "../trace/trace.js";
import { type BadLayer, BISECTION_FORMAT, BISECTION_VERSION, type Bisection } from "./bisection.js";
import { ProgramCalls } from "./program-calls.js";

/**
 * The same search without a board, from the trace that it left: a layer is wrong by itself if the reference kernel, run on
 * the board's own inputs of that layer, does not give the board's output.
 * @param program the calls that the board made
 * @param reference a run of the reference on the same model inputs
 * @param trace the board's tensors, as many as were captured
 */
export function bisectTraces(program: Program, reference: Trace, trace: Trace): Bisection {
  const calls = new ProgramCalls(program);
  const made = new Set(calls.made);
  const compared = diff(reference, trace, { program });
  const tensors = tensorsOf(reference, trace);
  const captured = new Set(trace.layers.map(({ id }) => id));
  const layers = compared.layers
    .filter(({ id, status }) => status !== "equal" && made.has(id))
    .map((layer) => judge(program, calls, reference, trace, tensors, captured, layer));
  return {
    format: BISECTION_FORMAT,
    version: BISECTION_VERSION,
    reference: reference.runner,
    suspect: trace.runner,
    verdict: compared.verdict,
    ...(layers.length > 0 ? { first: layers[0]!.diff.id } : {}),
    layers,
    compared: compared.layers.length,
    captures: 0,
    replays: 0,
    exhaustive: calls.made.every((id) => captured.has(id)),
  };
}

/** The suspect's tensors where it has them, else the reference's: its inputs need not have been captured. */
function tensorsOf(reference: Trace, trace: Trace): Map<string, Tensor> {
  return new Map([...reference.layers, ...trace.layers].map(({ id, tensor }) => [id, tensor]));
}

function judge(
  program: Program,
  calls: ProgramCalls,
  reference: Trace,
  trace: Trace,
  tensors: ReadonlyMap<string, Tensor>,
  captured: ReadonlySet<string>,
  layer: LayerDiff,
): BadLayer {
  const { id, single } = layer;
  const call = calls.of(id);
  const known = calls.inputsOf(call).every((input) => captured.has(input) || !calls.made.includes(input));
  if (!known || single === undefined) return { diff: layer, origin: "unknown" };
  if (single.differing === 0) return { diff: layer, origin: "inherited" };
  const inputs = call.inputs.map(({ layer: index, output }) => {
    const source = program.layers[index]!;
    return source.kind === "param" ? source.tensor : tensors.get(outputId(source.id, output))!;
  });
  const output = call.types.findIndex((_, position) => outputId(call.id, position) === id);
  const expected = runLayer(program, call.index, inputs)[output]!;
  const board = tensors.get(id)!;
  if (board.dtype !== expected.dtype || board.shape.join() !== expected.shape.join())
    return { diff: layer, origin: "own" };
  const layers = [...tensors].map(([name, tensor], index) => ({
    index,
    name,
    id: name,
    op: "",
    onnx: [],
    tensor: name === id ? expected : tensor,
  }));
  const diagnosis = diagnose(layerInput(program, { runner: reference.runner, model: trace.model, layers }, id, board));
  return { diff: layer, origin: "own", diagnosis };
}

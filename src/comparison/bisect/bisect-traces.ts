import type { Tensor } from "../../base/tensor/tensor.js";
import { runLayer } from "../../execution/interpreter/run-layer.js";
import type { Trace } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import { diagnose, diagnoseTransfer } from "../diagnose/diagnose.js";
import { layerInput } from "../diagnose/layer-input.js";
import { diff } from "../diff/diff.js";
import type { LayerDiff } from "../diff/trace-diff.js";
import { withIdsOf } from "../diff/with-ids.js";
import { type BadLayer, BISECTION_FORMAT, BISECTION_VERSION, type Bisection } from "./bisection.js";
import { ProgramCalls } from "./program-calls.js";
import { wrongCaptures } from "./wrong-captures.js";

/**
 * The same search without a board, from the trace that it left: a layer is wrong by itself if the reference kernel, run on
 * the board's own inputs of that layer, does not give the board's output.
 * @param program the calls that the board made
 * @param reference a run of the reference on the same model inputs
 * @param trace the board's tensors, as many as were captured, all of one run
 */
export function bisectTraces(program: Program, reference: Trace, trace: Trace): Bisection {
  const search = new TraceSearch(program, reference, withIdsOf(reference, trace));
  const { layers, compared, verdict, first: differs } = diff(reference, trace, { program });
  const bad = search.judgeAll(layers.filter(({ status }) => status !== "equal"));
  // Without a bad layer: an input or a constant.
  const first = bad[0]?.diff.id ?? differs;
  return {
    format: BISECTION_FORMAT,
    version: BISECTION_VERSION,
    reference: reference.runner,
    suspect: trace.runner,
    verdict,
    ...(first === undefined ? {} : { first }),
    layers: bad,
    compared,
    captures: 0,
    replays: 0,
    exhaustive: search.isExhaustive(),
  };
}

class TraceSearch {
  private readonly calls: ProgramCalls;
  private readonly expected: ReadonlyMap<string, Tensor>;
  private readonly seen: ReadonlyMap<string, Tensor>;

  constructor(
    private readonly program: Program,
    private readonly reference: Trace,
    trace: Trace,
  ) {
    this.calls = new ProgramCalls(program);
    this.expected = tensorsOf(reference);
    this.seen = tensorsOf(trace);
  }

  isExhaustive(): boolean {
    return this.calls.made.every((id) => this.seen.has(id));
  }

  /** The layers among those that differ that calls make. */
  judgeAll(differing: readonly LayerDiff[]): BadLayer[] {
    const made = differing.filter(({ id }) => this.calls.made.includes(id));
    const wrong = new Set(made.map(({ id }) => id));
    const transfers = wrongCaptures(this.program, this.calls, { expected: this.expected, seen: this.seen, wrong });
    return made.map((layer) => (transfers.has(layer.id) ? this.wrongTransfer(layer) : this.judge(layer)));
  }

  private wrongTransfer(layer: LayerDiff): BadLayer {
    const input = layerInput(this.program, this.reference, layer.id, this.seen.get(layer.id)!);
    return { diff: layer, origin: "transfer", diagnosis: diagnoseTransfer(input) };
  }

  private judge(layer: LayerDiff): BadLayer {
    const { id, single } = layer;
    const call = this.calls.of(id);
    const known = this.calls.inputsOf(call).every((input) => this.seen.has(input) || !this.calls.made.includes(input));
    if (!known || single === undefined) return { diff: layer, origin: "unknown" };
    if (single.differing === 0) return { diff: layer, origin: "inherited" };
    const inputs = call.inputs.map(({ layer: index, output }) => {
      const source = this.program.layers[index]!;
      return source.kind === "param" ? source.tensor : this.tensor(outputId(source.id, output));
    });
    const board = this.seen.get(id)!;
    const expected = runLayer(this.program, call.index, inputs)[this.calls.outputsOf(call).indexOf(id)]!;
    if (board.dtype !== expected.dtype || board.shape.join() !== expected.shape.join())
      return { diff: layer, origin: "own" };
    return {
      diff: layer,
      origin: "own",
      diagnosis: diagnose(layerInput(this.program, this.asRun(id, expected), id, board)),
    };
  }

  /** The board's tensor where it was captured, else the reference's: inputs of the model need not be. */
  private tensor(id: string): Tensor {
    return this.seen.get(id) ?? this.expected.get(id)!;
  }

  /** The board's run with one layer as it should have been, as the reference of that layer. */
  private asRun(id: string, expected: Tensor): Trace {
    const layers = [...new Set([...this.expected.keys(), ...this.seen.keys()])].map((name, index) => ({
      ...{ index, name, id: name, op: "", onnx: [] },
      tensor: name === id ? expected : this.tensor(name),
    }));
    return { ...this.reference, layers };
  }
}

const tensorsOf = ({ layers }: Trace): Map<string, Tensor> => new Map(layers.map(({ id, tensor }) => [id, tensor]));

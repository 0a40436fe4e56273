import { UserError } from "../../base/errors.js";
import { fromBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { RunTrace } from "../../formats/trace/run-trace.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { capture } from "../board/capture.js";
import { CallFailed } from "../board/link/call-failed.js";
import type { Link } from "../board/link/link.js";
import { inputBytes } from "./input-bytes.js";
import type { LayerDescription } from "./layers-file.js";

export interface CaptureOptions {
  /** Ids of the layers wanted. Default: all. */
  readonly layers?: readonly string[];
  /** The model's name, for the trace. Default: the id the board gives. */
  readonly model?: string;
  /** Told of each tensor that arrived. */
  readonly onLayer?: (done: number, total: number, layer: TraceLayer) => void;
}

/** A capture that ended early, with what it brought. */
export class CaptureCut extends UserError {
  constructor(
    readonly trace: Trace,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Runs a model on a board and brings back its tensors as a trace.
 * @param described what the tensors mean: the project's `layers.json`
 * @param inputs one tensor for every input of the model, by name
 * @throws UserError for an unknown layer, an input that does not fit, a board that runs another model; CaptureCut for one that
 * fails once something was captured.
 */
export async function captureTrace(
  link: Link,
  described: readonly LayerDescription[],
  inputs: ReadonlyMap<string, Tensor>,
  options: CaptureOptions = {},
): Promise<RunTrace> {
  const feeds = inputBytes(link, described, inputs);
  const byId = new Map(described.map((layer) => [layer.id, layer]));
  const layers: TraceLayer[] = described.flatMap((layer) => {
    const tensor = layer.op === "input" ? inputs.get(layer.id) : undefined;
    return tensor === undefined ? [] : [traceLayer(layer, tensor)];
  });
  const total = options.layers?.length ?? described.length - layers.length;
  const { model, outputs, tensors } = link.description;
  const trace = new RunTrace(
    { runner: `board ${link.name}`, model: options.model ?? model, layers },
    outputs.map((index) => tensors[index]!.id),
  );
  let done = 0;
  try {
    for await (const { id, bytes } of capture(link, feeds, options.layers)) {
      const layer = byId.get(id) as LayerDescription;
      const arrived = traceLayer(layer, new Tensor(layer.dtype, layer.shape, fromBytes(layer.dtype, bytes)));
      layers.push(arrived);
      options.onLayer?.(++done, total, arrived);
    }
  } catch (error) {
    if (done === 0 || !(error instanceof UserError)) throw error;
    throw new CaptureCut(trace, reasonOf(error, byId));
  }
  return trace;
}

/** Why a capture ended: the layer by its own number, not the call's. */
function reasonOf(error: UserError, layers: ReadonlyMap<string, LayerDescription>): string {
  const layer = error instanceof CallFailed ? layers.get(error.outputs[0]!) : undefined;
  if (layer === undefined) return error.message;
  const { board, reason } = error as CallFailed;
  return `board ${board}: layer ${layer.index} (${layer.id}) ${reason}`;
}

function traceLayer(
  { dtype: _dtype, shape: _shape, macs: _macs, ...layer }: LayerDescription,
  tensor: Tensor,
): TraceLayer {
  return { ...layer, tensor };
}

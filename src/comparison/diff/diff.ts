import type { Arithmetic } from "../../../kernels-ref/arithmetic.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { compareLayer } from "./compare-layer.js";
import { comparedLayers } from "./compared-layers.js";
import { singleErrors } from "./single.js";
import { storedLayouts } from "./stored-layout.js";
import { DIFF_FORMAT, DIFF_VERSION, type LayerDiff, type TraceDiff, type TraceSide } from "./trace-diff.js";
import { spelledAsFile } from "./with-ids.js";

export interface DiffOptions {
  /** What both runs executed: gives the layouts of images and the *single* figures. */
  readonly program?: Program;
  /** The arithmetic that both runs followed. Default: that of the "deploy with TVM" flow. */
  readonly arithmetic?: Arithmetic;
}

/**
 * Compares two traces of one model, whoever made them. Layers are matched by id, or by the id as a file name spells it.
 * @param a the reference
 * @param b the suspect; may lack layers
 */
export function diff(a: Trace, b: Trace, { program, arithmetic }: DiffOptions = {}): TraceDiff {
  const layoutOf = program && storedLayouts(program);
  const partners = new Partners(b.layers);
  const onlyA: string[] = [];
  const layers: LayerDiff[] = [];
  const pairs: (readonly [TraceLayer, TraceLayer])[] = [];
  for (const layer of a.layers) {
    const partner = partners.take(layer.id);
    if (partner === undefined) {
      onlyA.push(layer.id);
      continue;
    }
    pairs.push([layer, partner]);
    layers.push(compareLayer(layer, partner, layoutOf?.(layer)));
  }
  const singles = program ? singleErrors(program, pairs, layers, layoutOf!, arithmetic) : new Map();
  const complete = layers.map((layer) => (singles.has(layer.id) ? { ...layer, single: singles.get(layer.id) } : layer));
  const first = complete.find(({ status }) => status !== "equal");
  const differs = complete.some(({ status }) => status === "differs");
  const compared = comparedLayers(complete).length;
  return {
    format: DIFF_FORMAT,
    version: DIFF_VERSION,
    a: side(a),
    b: side(b),
    verdict: compared === 0 ? "unknown" : differs ? "differs" : first !== undefined ? "unknown" : "equal",
    ...(first === undefined ? {} : { first: first.id }),
    compared,
    layers: complete,
    onlyA,
    onlyB: partners.left(),
  };
}

const side = ({ runner, model, layers }: Trace): TraceSide => ({ runner, model, layers: layers.length });

/** The layers of `b`, each found once: by id, else by the id with what a file name cannot hold replaced. */
class Partners {
  private readonly byId: Map<string, TraceLayer>;
  private readonly bySafeId = new Map<string, TraceLayer>();

  constructor(layers: readonly TraceLayer[]) {
    this.byId = new Map(layers.map((layer) => [layer.id, layer]));
    for (const layer of layers) this.bySafeId.set(spelledAsFile(layer.id), layer);
  }

  take(id: string): TraceLayer | undefined {
    const found = this.byId.get(id) ?? this.bySafeId.get(spelledAsFile(id));
    if (found === undefined || !this.byId.delete(found.id)) return undefined;
    return found;
  }

  left(): string[] {
    return [...this.byId.keys()];
  }
}

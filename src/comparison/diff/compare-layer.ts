import { sameBytes } from "../../base/same-bytes.js";
import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import { type Alignment, alignments, areTransposed, transpositions } from "./align.js";
import { compareElements, type Scaling } from "./compare-elements.js";
import type { ImageLayout } from "./image-layout.js";
import { errorPattern } from "./pattern.js";
import { unitOf } from "./scaling.js";
import { summarize } from "./summary.js";
import type { ElementDiff, LayerDiff } from "./trace-diff.js";

/** One layer's tensors, reference `a` against `b`. `layout` is that of `a`'s tensor, if it is known to be an image. */
export function compareLayer(a: TraceLayer, b: TraceLayer, layout: ImageLayout | undefined): LayerDiff {
  const { index, name, id, op, onnx } = a;
  const identical = sameTensor(a.tensor, b.tensor);
  const summary = summarize(a.tensor, a.exponent);
  const head = {
    ...{ index, name, id, op, onnx },
    a: summary,
    b: identical ? withExponent(summary, b.exponent) : summarize(b.tensor, b.exponent),
  };
  const { scaling, mismatch, remarks } = unitOf(a, b);
  const match = bestAlignment(a.tensor, b.tensor, scaling, layout);
  if (match === undefined) {
    return { ...head, status: "incomparable", mismatch: [...mismatch, "shape"], remarks: [...remarks, shapes(a, b)] };
  }
  const { alignment, entire } = match;
  const all = alignment.corresponds ? mismatch : [...mismatch, "shape" as const];
  const differs = all.length > 0 || entire.differing > 0;
  const comparable = scaling.a === 1 && scaling.b === 1 && entire.differing > 0;
  const pattern = comparable ? errorPattern(a.tensor, alignment.tensor, layout) : undefined;
  return {
    ...head,
    status: differs ? "differs" : "equal",
    mismatch: all,
    remarks: alignment.remark === undefined ? remarks : [...remarks, alignment.remark],
    entire,
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** `layer`'s tensor in the order and shape of `over`'s, as it fits best; undefined where the shapes do not correspond. */
export function layOver(over: TraceLayer, layer: TraceLayer): Tensor | undefined {
  return bestAlignment(over.tensor, layer.tensor, unitOf(over, layer).scaling, undefined)?.alignment.tensor;
}

interface Match {
  readonly alignment: Alignment;
  readonly entire: ElementDiff;
}

/**
 * The alignment with the highest cosine; the first on a tie. Where the declared shapes are equal, only floats may be
 * transposed in silence; integers that are equal once transposed differ, and it is said how.
 */
export function bestAlignment(
  a: Tensor,
  b: Tensor,
  scaling: Scaling,
  layout: ImageLayout | undefined,
): Match | undefined {
  const [first, ...others] = alignments(a, b);
  if (first === undefined) return undefined;
  const compare = ({ tensor }: Alignment): ElementDiff => compareElements(a, tensor, scaling, layout);
  let best: Match = { alignment: first, entire: compare(first) };
  if (best.entire.differing === 0) return best;
  const sameShape = a.shape.join() === b.shape.join();
  if (sameShape && scaling.unit === "integers") {
    return areTransposed(a, b) ? { ...best, alignment: { ...first, remark: TRANSPOSED } } : best;
  }
  for (const alignment of sameShape ? transpositions(a, b) : others) {
    const entire = compare(alignment);
    if (entire.cosine > best.entire.cosine) best = { alignment, entire };
  }
  return best;
}

const TRANSPOSED = "equal once transposed (NCHW, NHWC): one side has the elements in the other layout's order";

function sameTensor(a: Tensor, b: Tensor): boolean {
  if (a.dtype !== b.dtype || a.size !== b.size || a.shape.join() !== b.shape.join()) return false;
  return sameBytes(toBytes(a.data), toBytes(b.data));
}

function withExponent<T extends { exponent?: unknown }>(summary: T, exponent: TraceLayer["exponent"]): T {
  const { exponent: _, ...rest } = summary;
  return { ...rest, ...(exponent === undefined ? {} : { exponent }) } as T;
}

function shapes(a: TraceLayer, b: TraceLayer): string {
  return `shape [${a.tensor.shape.join(", ")}] against [${b.tensor.shape.join(", ")}]`;
}

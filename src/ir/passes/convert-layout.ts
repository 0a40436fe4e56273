import type { Attributes } from "../../../kernels-ref/operator.js";
import { integer } from "../graph/attribute.js";
import { node as build, call } from "../graph/build.js";
import type { Graph, Node, Value } from "../graph/graph.js";
import { postOrder } from "../graph/order.js";
import { keep, rewrite } from "../graph/rewrite.js";
import { expandToAxis } from "./expand-bias.js";
import type { Layout, LayoutAnswer, LayoutQuery } from "./layout/rule.js";
import { LAYOUT_RULES } from "./layout/table.js";
import { LayoutTransformer } from "./layout/transformer.js";

/** A value on its way: how it was laid out before the pass and how it is now (both undefined: as it was). */
interface Laid {
  readonly value: Value;
  readonly before: Layout;
  readonly now: Layout;
}

/** Depthwise in the narrow sense, one kernel a channel: such kernels become HWOI, all others HWIO. */
function isDepthwise(node: Node): boolean {
  const [data, kernel] = node.inputs as [Value, Value];
  const groups = integer(node.attributes, "groups");
  return data.type.shape[1] === groups && kernel.type.shape[0] === groups;
}

/** The layout that the board's kernels want: NHWC for quantized convolutions and average pools. */
function desired(node: Node, attributes: Attributes): Attributes {
  if (node.op === "nn.avg_pool2d") return { ...attributes, layout: "NHWC", out_layout: "NHWC" };
  if (node.op !== "qnn.conv2d") return attributes;
  return { ...attributes, data_layout: "NHWC", kernel_layout: isDepthwise(node) ? "HWOI" : "HWIO" };
}

const isKnown = ({ inputs, outputs }: LayoutAnswer): boolean =>
  [...inputs, ...outputs].every((layout) => layout !== undefined);

class LayoutConverter {
  private readonly transformer = new LayoutTransformer();
  private readonly laid = new Map<Value, Laid>();

  convert(graph: Graph): Graph {
    for (const node of postOrder(graph)) {
      const results = this.follow(node) ?? this.restore(node);
      results.forEach((result, index) => {
        this.laid.set(node.results[index] as Value, result);
      });
    }
    return { inputs: graph.inputs, outputs: graph.outputs.map((value) => this.original(this.of(value))) };
  }

  private of(value: Value): Laid {
    return this.laid.get(value) ?? { value, before: undefined, now: undefined };
  }

  private original({ value, before, now }: Laid): Value {
    return before === undefined || now === undefined ? value : this.transformer.transform(value, now, before);
  }

  /** The node on inputs in their original layouts. */
  private restore(node: Node): Laid[] {
    const inputs = node.inputs.map((value) => this.original(this.of(value)));
    return keep(node, inputs).map((value) => ({ value, before: undefined, now: undefined }));
  }

  /** The node in the layout that its producers deliver or that it wants itself; undefined if its rule cannot say. */
  private follow(node: Node): Laid[] | undefined {
    const rule = LAYOUT_RULES.get(node.op);
    if (rule === undefined) return undefined;
    const producers = node.inputs.map((value) => this.of(value));
    const types = node.inputs.map((value) => value.type);
    const query = { attributes: node.attributes, original: producers.map(({ before }) => before), types };
    const was = rule({ ...query, delivered: undefined } satisfies LayoutQuery);
    if (!isKnown(was)) return undefined;
    const will = rule({
      attributes: desired(node, was.attributes),
      delivered: producers.map(({ now }, i) => now ?? was.inputs[i]),
      original: producers.map(({ before }, i) => before ?? was.inputs[i]),
      types,
    });
    if (!isKnown(will)) return undefined;
    const inputs = producers.map((producer, i) =>
      this.read(producer, was.inputs[i] as string, will.inputs[i] as string),
    );
    const made = build(node.op, inputs, will.attributes, node.origin);
    return made.results.map((value, i) => ({ value, before: was.outputs[i], now: will.outputs[i] }));
  }

  /** The producer's value as this node reads it: it was read as `was` and will be read as `will`. */
  private read({ value, before, now }: Laid, was: string, will: string): Value {
    if (before === was) return this.transformer.transform(value, now as string, will);
    const restored = before === undefined ? value : this.transformer.transform(value, now as string, before);
    return this.transformer.transform(restored, was, will);
  }
}

/** nn.bias_add as an add of the expanded bias, which knows about layouts. */
function expandBiases(graph: Graph): Graph {
  return rewrite(graph, (node, [data, bias]) => {
    if (node.op !== "nn.bias_add") return undefined;
    const rank = (data as Value).type.shape.length;
    const expanded = expandToAxis(bias as Value, rank, integer(node.attributes, "axis"), node.origin);
    return [call("add", [data as Value, expanded], {}, node.origin)];
  });
}

/** NCHW → NHWC around quantized convolutions and average pools; everything that can follow a new layout does. */
export function convertLayout(graph: Graph): Graph {
  return new LayoutConverter().convert(expandBiases(graph));
}

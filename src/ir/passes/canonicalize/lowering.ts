import type { Attributes } from "../../../../kernels-ref/operator.js";
import { call } from "../../graph/build.js";
import type { Node, Origin, Value } from "../../graph/graph.js";

/** Makes the primitive operators of one `qnn.*` node; all of them carry its ONNX names. */
export class Lowering {
  private readonly plain: Origin;

  constructor(readonly node: Node) {
    this.plain = { onnx: node.origin.onnx };
  }

  /** An intermediate value, of no known scale. */
  op(name: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return call(name, inputs, attributes, this.plain);
  }

  /** A value in the scale of the node's own result. */
  result(name: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return call(name, inputs, attributes, this.node.origin);
  }

  cast(value: Value, dtype: string): Value {
    return this.op("cast", [value], { dtype });
  }
}

/** Rewrites a `qnn.*` node on already rewritten inputs. */
export type Canonicalizer = (node: Node, inputs: readonly Value[]) => Value;

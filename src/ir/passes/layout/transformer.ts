import { call } from "../../graph/build.js";
import type { Value } from "../../graph/graph.js";

/** Inserts layout changes, each once for a value and a pair of layouts. */
export class LayoutTransformer {
  private readonly made = new Map<Value, Map<string, Value>>();

  /** `value`, which is laid out as `from`, laid out as `to`; dimensions that only `to` has are added in front. */
  transform(value: Value, from: string, to: string): Value {
    if (from === to) return value;
    const known = this.made.get(value) ?? new Map<string, Value>();
    this.made.set(value, known);
    const key = `${from} ${to}`;
    const result = known.get(key) ?? this.make(value, from, to);
    known.set(key, result);
    return result;
  }

  private make(value: Value, from: string, to: string): Value {
    const missing = to.length - from.length;
    if (missing <= 0) return this.permute(value, from, to);
    // A scalar broadcasts against every layout.
    if (value.type.shape.length === 0) return value;
    const added = [...to].filter((axis) => !from.includes(axis)).join("");
    const expanded = call("expand_dims", [value], { axis: 0, num_newaxis: missing });
    return this.permute(expanded, added + from, to);
  }

  private permute(value: Value, from: string, to: string): Value {
    return from === to ? value : call("layout_transform", [value], { src_layout: from, dst_layout: to });
  }
}

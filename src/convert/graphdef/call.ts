import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";
import type { Attribute } from "./attribute.js";
import { elementType } from "./element-type.js";
import type { GraphNode } from "./graph.js";
import type { NodeCall } from "./rule.js";

/** Attributes that say nothing about what is computed. */
const SILENT = new Set([
  ...["use_cudnn_on_gpu", "container", "shared_name", "shape", "validate_shape", "N", "num", "num_split", "index_type"],
  ...[
    "grad_x",
    "grad_y",
    "num_args",
    "num_host_args",
    "TArgs",
    "debug_name",
    "allowed_devices",
    "message",
    "max_num_parallel",
  ],
]);

/** What a rule reads of a node. `checkRead` afterwards refuses attributes that nobody asked for. */
export function callOf(
  node: GraphNode,
  label: string,
  g: GraphBuilder,
  values: readonly (Value | undefined)[],
  stored: (() => Tensor) | undefined,
): NodeCall & { checkRead(): void } {
  const { attributes } = node;
  const asked = new Set<string>();
  const refuse = (what: string, found: unknown, expected: string): never => {
    throw new UserError(`${label}: ${what} is ${printable(String(found))}, expected ${expected}; build it so`);
  };
  const read = <K extends Attribute["kind"]>(name: string, kind: K): Extract<Attribute, { kind: K }> | undefined => {
    asked.add(name);
    const found = attributes.get(name);
    if (found === undefined) return undefined;
    if (found.kind !== kind) return refuse(`attribute ${name}`, `of another form (${found.kind})`, kind);
    return found as Extract<Attribute, { kind: K }>;
  };
  const any = (index: number): Value =>
    values[index] ?? refuse(`input ${index}`, "missing", `a tensor (${values.length} are given)`);
  const value = (index: number): Value =>
    any(index).list === undefined ? any(index) : refuse(`input ${index}`, "a list", "a tensor");
  const constant = (index: number): Tensor =>
    value(index).constant ?? refuse(`input ${index}`, "computed", "a constant");
  return {
    ...{ g, refuse, any, value, constant, inputs: values.length },
    numbers: (index) => constant(index).toNumbers(),
    stored: () => {
      asked.add("value");
      return stored?.();
    },
    text: (name, fallback) => read(name, "text")?.value ?? fallback,
    number: (name, fallback) => read(name, "number")?.value ?? fallback,
    flag: (name, fallback) => read(name, "bool")?.value ?? fallback,
    list: (name, fallback) => read(name, "numbers")?.value ?? fallback,
    texts: (name) => {
      const found = attributes.get(name);
      asked.add(name);
      // An empty list does not say of what.
      return found?.kind === "numbers" && found.value.length === 0 ? [] : (read(name, "texts")?.value ?? []);
    },
    dtype: (name, fallback = "missing") => {
      const type = read(name, "type")?.value ?? fallback;
      const dtype = elementType(type);
      const known = dtype !== undefined && dtype !== "float16" && dtype !== "float64";
      return known ? dtype : refuse(`attribute ${name}`, type, "DT_FLOAT or a type of whole numbers");
    },
    tensor: (name) => (read(name, "tensor") ?? refuse(`attribute ${name}`, "missing", "a tensor")).value(),
    checkRead: () => {
      for (const [name, { kind }] of attributes)
        if (!asked.has(name) && !SILENT.has(name) && !name.startsWith("_") && kind !== "type")
          refuse(`attribute ${printable(name)}`, "unknown", `one that ${node.op} has`);
    },
  };
}

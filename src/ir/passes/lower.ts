import type { ConstantValue, Graph, InputValue, Node, ResultValue, Value } from "../graph/graph.js";
import { isReshape } from "../graph/operators/table.js";
import { visitOrder } from "../graph/order.js";
import type { Layer, Operand, Program } from "../graph/program.js";
import { exponentsOf } from "./exponents.js";
import { NameSupply } from "./name-supply.js";

type Draft = Layer extends infer L ? (L extends Layer ? Omit<L, "id" | "index"> : never) : never;

const shown = (value: Value): string => `${value.type.dtype}[${value.type.shape.join()}]`;

/** Equal for calls that TVM compiles to one function: operator, attributes, types, and which operands coincide. */
function functionKey(node: Node): string {
  const operands = node.inputs.map((value) => node.inputs.indexOf(value));
  const types = [...node.inputs, ...node.results].map(shown);
  return JSON.stringify([node.op, node.attributes, operands, types]);
}

class Lowering {
  private readonly drafts: Draft[] = [];
  private readonly operands = new Map<Value, Operand>();
  private readonly functions = new Map<string, string>();
  private readonly functionNames = new NameSupply();
  private readonly nodeNames = new NameSupply();
  private readonly exponents: ReturnType<typeof exponentsOf>;
  private params = 0;

  constructor(private readonly graph: Graph) {
    this.exponents = exponentsOf(graph);
  }

  lower(): Program {
    for (const input of this.graph.inputs) this.input(input);
    for (const item of visitOrder(this.graph)) {
      if ("op" in item) this.call(item);
      else this.param(item);
    }
    const outputs = this.graph.outputs.map((value) => this.operands.get(value) as Operand);
    return { layers: this.numbered(), outputs };
  }

  private add(draft: Draft, results: readonly Value[]): void {
    const layer = this.drafts.length;
    results.forEach((value, output) => {
      this.operands.set(value, { layer, output });
    });
    const exponent = this.exponents.get(results[0] as Value);
    this.drafts.push(exponent === undefined ? draft : { ...draft, exponent });
  }

  private input(value: InputValue): void {
    this.add({ kind: "input", name: value.name, types: [value.type], onnx: [] }, [value]);
  }

  private param(value: ConstantValue): void {
    this.add({ kind: "param", name: `p${this.params++}`, types: [value.type], onnx: [], tensor: value.tensor }, [
      value,
    ]);
  }

  private call(node: Node): void {
    const inputs = node.inputs.map((value) => this.operands.get(value) as Operand);
    const { op, attributes, origin } = node;
    const func = this.functionOf(node);
    const name = func === "__nop" ? "reshape_nop" : this.nodeNames.fresh(func);
    const types = node.results.map((result: ResultValue) => result.type);
    this.add({ kind: "call", name, types, onnx: origin.onnx, op, func, inputs, attributes }, node.results);
  }

  private functionOf(node: Node): string {
    if (isReshape(node.op)) return "__nop";
    const key = functionKey(node);
    const known =
      this.functions.get(key) ?? this.functionNames.fresh(`tvmgen_default_fused_${node.op.replaceAll(".", "_")}`);
    this.functions.set(key, known);
    return known;
  }

  private numbered(): Layer[] {
    const counts = new Map<string, number>();
    for (const { name } of this.drafts) counts.set(name, (counts.get(name) ?? 0) + 1);
    return this.drafts.map((draft, index) => {
      const id = (counts.get(draft.name) as number) > 1 ? `${draft.name}@${index}` : draft.name;
      return { ...draft, index, id } as Layer;
    });
  }
}

/**
 * The ordered calls of a graph under the names of TVM's debug graph: inputs first, every call after what it reads,
 * constants as `p0`, `p1`, … just before their first reader.
 */
export function lower(graph: Graph): Program {
  return new Lowering(graph).lower();
}

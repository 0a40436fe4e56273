import type { Graph, TensorType } from "./graph.js";
import { postOrder } from "./order.js";
import { printAttributes } from "./print-attributes.js";
import { type Expression, expressionOf, visitOrder } from "./print-expression.js";
import { printScalar } from "./print-number.js";

function printType(type: TensorType): string {
  return type.shape.length === 0 ? type.dtype : `Tensor[(${type.shape.join(", ")}), ${type.dtype}]`;
}

function printTypes(types: readonly TensorType[]): string {
  return `(${types.map(printType).join(", ")})`;
}

function typeOf(expression: Expression): string {
  switch (expression.kind) {
    case "leaf":
      return printType(expression.value.type);
    case "item":
      return printType(expression.type);
    case "tuple":
      return `(${expression.children.map(typeOf).join(", ")})`;
    case "call": {
      const types = expression.node.results.map((result) => result.type);
      return types.length === 1 ? printType(types[0] as TensorType) : printTypes(types);
    }
  }
}

function variable(name: string): string {
  return /^[A-Za-z]/.test(name) ? `%${name}` : `%v${name}`;
}

class Printer {
  private readonly lines: string[] = [];
  private readonly texts = new Map<Expression, string>();
  private readonly names = new Map<Expression, string>();
  private constants = 0;

  print(graph: Graph): string {
    const root = expressionOf(graph, postOrder(graph));
    const { order, parents } = visitOrder(root);
    for (const expression of order) this.texts.set(expression, this.text(expression));
    const last = (parents.get(root) ?? 0) > 1 || root.kind === "leaf" ? this.reference(root) : this.typed(root);
    const inputs = graph.inputs.map(
      ({ name, type }) => `${variable(name)}: ${printType(type)} /* ty=${printType(type)} */`,
    );
    const head = `#[version = "0.0.5"]\ndef @main(${inputs.join(", ")}) -> ${typeOf(root)} {`;
    return [head, ...this.lines, `  ${last}`, "}", ""].join("\n");
  }

  private typed(expression: Expression): string {
    return `${this.texts.get(expression)} /* ty=${typeOf(expression)} */`;
  }

  /** What a parent writes for an argument: Relay numbers an expression when its first parent is printed. */
  private reference(expression: Expression): string {
    if (expression.kind === "leaf") {
      return expression.value.kind === "constant" ? this.typed(expression) : (this.texts.get(expression) as string);
    }
    let name = this.names.get(expression);
    if (name === undefined) {
      name = `%${this.names.size}`;
      this.names.set(expression, name);
      this.lines.push(`  ${name} = ${this.typed(expression)};`);
    }
    return name;
  }

  private text(expression: Expression): string {
    if (expression.kind === "leaf") return this.leaf(expression);
    const children = expression.children.map((child) => this.reference(child));
    switch (expression.kind) {
      case "item":
        return `${children[0]}.${expression.index}`;
      case "tuple":
        return children.length === 1 ? `(${children[0]},)` : `(${children.join(", ")})`;
      case "call": {
        const { op, attributes } = expression.node;
        return `${op}(${[...children, ...printAttributes(op, attributes)].join(", ")})`;
      }
    }
  }

  private leaf({ value }: Expression & { kind: "leaf" }): string {
    if (value.kind === "input") return variable(value.name);
    if (value.kind === "result") throw new Error("a result is never a leaf");
    return printScalar(value.tensor) ?? `meta[relay.Constant][${this.constants++}]`;
  }
}

/** The graph in Relay's text form, numbered as Relay numbers it; constants other than scalars are references. */
export function printGraph(graph: Graph): string {
  return new Printer().print(graph);
}

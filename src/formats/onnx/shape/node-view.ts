import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxAttribute, OnnxDim, OnnxNode } from "../model.js";
import { nodeLabel, printable } from "../printable.js";
import type { Unifier } from "./unifier.js";
import type { Shape, ValueFacts } from "./value-facts.js";

type AttributeType = OnnxAttribute["type"];
type AttributeOf<T extends AttributeType> = Extract<OnnxAttribute, { type: T }>["value"];

export function dimText(dim: OnnxDim): string {
  return dim === null ? "?" : printable(`${dim}`);
}

/** `[1, N, ?]` */
export function shapeText(shape: Shape | undefined): string {
  return shape === undefined ? "of unknown rank" : `[${shape.map(dimText).join(", ")}]`;
}

/** A node as its shape rule sees it: facts of the inputs, typed attributes, unification, refusal. */
export class NodeView {
  constructor(
    readonly node: OnnxNode,
    private readonly index: number,
    /** The version of the node's operator set. */
    readonly opset: number,
    private readonly inputs: readonly (ValueFacts | undefined)[],
    private readonly unifier: Unifier,
  ) {}

  get inputCount(): number {
    return this.inputs.length;
  }

  has(index: number): boolean {
    return this.inputs[index] !== undefined;
  }

  /** @throws UserError when the input is not given. */
  input(index: number): ValueFacts {
    return this.inputs[index] ?? this.fail(`input ${index} must be given`, "none");
  }

  shape(index: number): Shape | undefined {
    return this.input(index).shape;
  }

  /** The input's shape, which must have `rank` dimensions; unknown ones when nothing is known. */
  shapeOfRank(index: number, rank: number): Shape {
    const shape = this.shape(index);
    if (shape === undefined) return new Array<OnnxDim>(rank).fill(null);
    if (shape.length !== rank) this.fail(`input ${index} must have rank ${rank}`, shapeText(shape));
    return shape;
  }

  /** The elements of an integer input as far as they are known; undefined when omitted or not known at all. */
  elements(index: number): readonly OnnxDim[] | undefined {
    return this.inputs[index]?.elements;
  }

  /** The elements of an integer input when every one is a known number. */
  integers(index: number): readonly number[] | undefined {
    const elements = this.elements(index);
    return elements?.every((one) => typeof one === "number") ? (elements as readonly number[]) : undefined;
  }

  constant(index: number): Tensor | undefined {
    return this.inputs[index]?.constant;
  }

  /** @throws UserError when the attribute has another type. */
  attribute<T extends AttributeType>(name: string, type: T): AttributeOf<T> | undefined {
    const attribute = this.node.attributes.get(name);
    if (attribute === undefined) return undefined;
    if (attribute.type !== type) this.fail(`attribute ${name} must be of type ${type}`, attribute.type);
    return attribute.value as AttributeOf<T> | undefined;
  }

  int(name: string, fallback: number): number {
    return this.attribute(name, "int") ?? fallback;
  }

  /** @throws UserError when the attribute is given with another number of integers. */
  ints(name: string, length: number, fallback: number): readonly number[] {
    const value = this.attribute(name, "ints");
    if (value === undefined) return new Array<number>(length).fill(fallback);
    if (value.length !== length) this.fail(`attribute ${name} must have ${length} integers`, `${value.length}`);
    return value;
  }

  /** The axis as an index from the front. `rank` may be counted one higher where an axis is inserted. */
  axis(axis: number, rank: number): number {
    if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
      this.fail(`axis must be in [${-rank}, ${rank - 1}]`, `${axis}`);
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** Two dimensions that must be equal: the one they agree on. */
  unify(a: OnnxDim, b: OnnxDim, law: string): OnnxDim {
    const both = this.unifier.unify(a, b);
    return both === undefined
      ? this.fail(law, `${dimText(this.unifier.resolve(a))} and ${dimText(this.unifier.resolve(b))}`)
      : both;
  }

  /** `law` says what must hold, `found` what does. */
  fail(law: string, found: string): never {
    throw new UserError(
      `${nodeLabel(this.node, this.index)}: ${this.node.opType}: ${law}, got ${found} (the model contradicts itself; export it again)`,
    );
  }
}

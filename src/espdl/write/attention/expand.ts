import { Tensor } from "../../../base/tensor/tensor.js";
import type { EspdlAttribute } from "../../model.js";
import { type Draft, type DraftNode, draftNode, floatOf, intOf, stringOf } from "../draft.js";
import { permuted } from "../permutation.js";

/** Attention as [Reshape, Transpose] MatMul, Mul, Add, Softmax, MatMul: what the chip's own operator does not take. */
export function expandAttention(draft: Draft, node: DraftNode): void {
  const make = new Maker(draft, node);
  const [q, k, v] = node.inputs.slice(0, 3).map((name, index) => make.heads(name, index === 0)) as [
    string,
    string,
    string,
  ];
  const [batch, heads, length, size] = draft.shapeOf(q) as [number, number, number, number];
  const keys = draft.shapeOf(k)[2]!;
  const [wholeK, wholeV] = [make.repeated(k, heads), make.repeated(v, heads)];
  const turned = make.node("Transpose", [wholeK], [batch, heads, size, keys], ints("perm", [0, 1, 3, 2]));
  const grid = [batch, heads, length, keys];
  let scores = make.node("MatMul", [q, turned], grid);
  const scale = floatOf(node, "scale", 1 / Math.sqrt(size));
  if (scale !== 1) scores = make.node("Mul", [scores, draft.addConstant(Tensor.scalar("float32", scale))], grid);
  if (node.inputs[3]) scores = make.node("Add", [scores, additive(draft, node.inputs[3])], grid);
  if (intOf(node, "is_causal", 0) !== 0) scores = make.node("Add", [scores, causal(draft, length, keys)], grid);
  const weights = make.node("Softmax", [scores], grid, [["axis", { type: "int", value: -1 }]]);
  make.result(weights, wholeV, [batch, heads, length, draft.shapeOf(v)[3]!]);
  draft.remove(node);
}

const ints = (name: string, value: readonly number[]): [string, EspdlAttribute][] => [[name, { type: "ints", value }]];

function additive(draft: Draft, name: string): string {
  const mask = draft.constants.get(name);
  if (mask?.dtype !== "bool") return name;
  const data = Float32Array.from(mask.data as Uint8Array, (kept) => (kept === 0 ? Number.NEGATIVE_INFINITY : 0));
  return draft.addConstant(new Tensor("float32", mask.shape, data));
}

function causal(draft: Draft, length: number, keys: number): string {
  const data = Float32Array.from({ length: length * keys }, (_, at) => {
    return at % keys <= Math.floor(at / keys) ? 0 : Number.NEGATIVE_INFINITY;
  });
  return draft.addConstant(new Tensor("float32", [1, 1, length, keys], data));
}

class Maker {
  private readonly spread: boolean;
  private readonly rank: number;

  constructor(
    private readonly draft: Draft,
    private readonly at: DraftNode,
  ) {
    this.spread = stringOf(at, "layout", "BHND") === "BNHD";
    this.rank = draft.shapeOf(at.inputs[0]!).length;
  }

  node(
    opType: string,
    inputs: string[],
    shape: readonly number[],
    attributes: readonly [string, EspdlAttribute][] = [],
    output = this.draft.addValue(shape, "float32"),
  ): string {
    const name = this.draft.freshName("Operation");
    const made = draftNode({ name, opType, inputs, outputs: [output], attributes: new Map(attributes) });
    this.draft.insertBefore(this.at, made);
    return output;
  }

  reshape(input: string, shape: readonly number[], output?: string): string {
    const sizes = this.draft.addConstant(new Tensor("int64", [shape.length], BigInt64Array.from(shape, BigInt)));
    return this.node("Reshape", [input, sizes], shape, [["allowzero", { type: "int", value: 0 }]], output);
  }

  /** An operand as [B, H, L, D]. */
  heads(name: string, query: boolean): string {
    const shape = this.draft.shapeOf(name);
    const turn = (input: string, from: readonly number[]): string =>
      this.node("Transpose", [input], permuted(from, [0, 2, 1, 3]), ints("perm", [0, 2, 1, 3]));
    if (this.rank === 4) return this.spread ? turn(name, shape) : name;
    const count = intOf(this.at, query ? "q_num_heads" : "kv_num_heads", 1);
    const split = [shape[0]!, shape[1]!, count, shape[2]! / count];
    return turn(this.reshape(name, split), split);
  }

  /** Each head of keys and values stands for heads / H_kv heads of queries. */
  repeated(name: string, heads: number): string {
    const [batch, own, length, size] = this.draft.shapeOf(name) as [number, number, number, number];
    const times = heads / own;
    if (times === 1) return name;
    const flat = this.reshape(name, [batch * own, 1, length, size]);
    const tiled = this.node(
      "Concat",
      Array.from({ length: times }, () => flat),
      [batch * own, times, length, size],
      [["axis", { type: "int", value: 1 }]],
    );
    return this.reshape(tiled, [batch, heads, length, size]);
  }

  result(weights: string, values: string, shape: readonly number[]): void {
    const [output] = this.at.outputs as [string];
    if (this.rank === 4 && !this.spread) {
      this.node("MatMul", [weights, values], shape, [], output);
      return;
    }
    const product = this.node("MatMul", [weights, values], shape);
    const spread = permuted(shape, [0, 2, 1, 3]);
    const name = this.rank === 4 ? output : undefined;
    const turned = this.node("Transpose", [product], spread, ints("perm", [0, 2, 1, 3]), name);
    if (this.rank === 3) this.reshape(turned, [shape[0]!, shape[2]!, shape[1]! * shape[3]!], output);
  }
}

import { UserError } from "../../../base/errors.js";
import type { OnnxDim, OnnxModel, OnnxNode, OnnxValueInfo } from "../model.js";
import { nodeLabel, printable } from "../printable.js";
import { canonicalDim, dimSymbols, productOfDims } from "./dim.js";
import { nameFreeDims } from "./free-dims.js";
import { dimText, NodeView, shapeText } from "./node-view.js";
import type { Shape, ShapeRule, ValueFacts } from "./rule.js";
import { constantFacts } from "./rules/constant.js";
import { SHAPE_RULES } from "./table.js";
import { Unifier } from "./unifier.js";

export interface InferShapesOptions {
  /** Sizes for symbols of the graph's inputs: `{ N: 1 }`; a dimension without one is called `input.axis`. */
  readonly dims?: Readonly<Record<string, number>>;
}

/** What a typed array is sure to hold. */
const MAX_SIZE = 2 ** 31 - 1;

/** A symbol bound late can make more known earlier; chains longer than this do not occur. */
const MAX_PASSES = 8;

/**
 * The model with the dtype and shape of every node's output in `graph.valueInfo`, and with inputs and outputs as far
 * as they are known. What the file declares is kept and checked; a symbol that an operator or `dims` forces to a size
 * or to another symbol is replaced everywhere.
 * @throws UserError when an operator has neither a rule nor a declaration, when rules or declarations contradict each other, or when `dims`
 * names a symbol that no input has.
 */
export function inferShapes(given: OnnxModel, options: InferShapesOptions = {}): OnnxModel {
  const model = nameFreeDims(given, new Set(Object.keys(options.dims ?? {})));
  const inputs = model.graph.inputs.map(canonical);
  const symbols = new Set(inputs.flatMap(({ shape }) => shape ?? []).flatMap((dim) => [...dimSymbols(dim)]));
  let bindings: ReadonlyMap<string, number | string> = chosenSizes(options.dims ?? {}, symbols);
  for (let pass = 1; ; pass++) {
    const unifier = new Unifier(symbols, bindings);
    const facts = inferPass(model, inputs, unifier);
    const settled = unifier.bindings.size === bindings.size;
    if (settled || pass === MAX_PASSES) return withTypes(model, inputs, facts, unifier);
    bindings = unifier.bindings;
  }
}

function chosenSizes(dims: Readonly<Record<string, number>>, symbols: ReadonlySet<string>): Map<string, number> {
  for (const [name, size] of Object.entries(dims)) {
    if (!symbols.has(name)) {
      const known = symbols.size === 0 ? "none" : [...symbols].map(printable).join(", ");
      throw new UserError(
        `model: no input has a dimension "${printable(name)}", expected one of: ${known}; give the size of one of these`,
      );
    }
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new UserError(
        `model: size of dimension "${printable(name)}" must be an integer of at least 1, got ${size}`,
      );
    }
  }
  return new Map(Object.entries(dims));
}

function canonical(info: OnnxValueInfo): OnnxValueInfo {
  return { ...info, shape: info.shape?.map(canonicalDim) };
}

function inferPass(model: OnnxModel, inputs: readonly OnnxValueInfo[], unifier: Unifier): Map<string, ValueFacts> {
  const { graph } = model;
  const facts = new Map<string, ValueFacts>();
  for (const { name, dtype, shape } of inputs) {
    facts.set(name, { dtype, shape: shape?.map((dim) => unifier.resolve(dim)) });
  }
  for (const [name, tensor] of graph.initializers) facts.set(name, constantFacts(tensor));
  const declared = new Map<string, OnnxValueInfo[]>();
  for (const info of [...graph.valueInfo.values(), ...graph.outputs]) {
    declared.set(info.name, [...(declared.get(info.name) ?? []), canonical(info)]);
  }
  graph.nodes.forEach((node, index) => {
    const given = node.inputs.map((name) => (name === "" ? undefined : facts.get(name)));
    const rule = shapeRule(node);
    const results =
      rule === undefined
        ? declaredFacts(node, index, declared)
        : rule(new NodeView(node, index, opsetOf(model, node), given, unifier));
    node.outputs.forEach((name, at) => {
      if (name === "") return;
      const result = results[at];
      if (result === undefined) {
        throw new UserError(
          `${nodeLabel(node, index)}: ${node.opType} has ${results.length} outputs, got ${node.outputs.length}`,
        );
      }
      checkSizes(node, index, result.shape);
      const merged = (declared.get(name) ?? []).reduce((one, info) => merge(node, index, one, info, unifier), result);
      facts.set(name, merged);
    });
  });
  return facts;
}

function checkSizes(node: OnnxNode, index: number, shape: Shape | undefined): void {
  const size = shape === undefined ? 1 : (productOfDims(shape.filter((dim) => typeof dim === "number")) as number);
  const negative = shape?.some((dim) => typeof dim === "number" && !(dim >= 0));
  if (negative || !(size <= MAX_SIZE)) {
    throw new UserError(
      `${nodeLabel(node, index)}: output ${shapeText(shape)} is not a possible shape, expected sizes of at least 0 and at most ${MAX_SIZE} elements; export the model again`,
    );
  }
}

function opsetOf(model: OnnxModel, node: OnnxNode): number {
  return model.opsets.get(node.domain) ?? 1;
}

function shapeRule(node: OnnxNode): ShapeRule | undefined {
  const name = node.domain === "" ? node.opType : `${node.domain}.${node.opType}`;
  return Object.hasOwn(SHAPE_RULES, name) ? SHAPE_RULES[name] : undefined;
}

/** The nodes whose outputs nothing but a declaration can tell the type of. */
export function nodesWithoutRule(model: OnnxModel): readonly OnnxNode[] {
  return model.graph.nodes.filter((node) => shapeRule(node) === undefined);
}

/** For an operator without a rule: what the file declares of its outputs. */
function declaredFacts(
  node: OnnxNode,
  index: number,
  declared: ReadonlyMap<string, readonly OnnxValueInfo[]>,
): readonly ValueFacts[] {
  return node.outputs.map((name) => {
    const info = declared.get(name)?.[0];
    if (info !== undefined) return { dtype: info.dtype, shape: info.shape };
    if (name === "") return { dtype: "float32", shape: undefined };
    throw new UserError(
      `${nodeLabel(node, index)}: the shapes that ${printable(node.opType)} makes are not known here, expected a value_info of "${printable(name)}"; run preprocess with a size for every free dimension (--dim)`,
    );
  });
}

/** The inferred facts with what the file declares about the value. */
function merge(node: OnnxNode, index: number, facts: ValueFacts, info: OnnxValueInfo, unifier: Unifier): ValueFacts {
  const refuse = (what: string, found: string, expected: string): never => {
    throw new UserError(
      `${nodeLabel(node, index)}: declared ${what} of "${printable(info.name)}" must be the inferred one, got ${found}, expected ${expected} (remove the declaration or export the model again)`,
    );
  };
  if (info.dtype !== facts.dtype) refuse("dtype", info.dtype, facts.dtype);
  if (info.shape === undefined) return facts;
  const { shape } = facts;
  if (shape === undefined) return { ...facts, shape: info.shape };
  if (shape.length !== info.shape.length) refuse("rank", shapeText(info.shape), shapeText(shape));
  const merged = shape.map((dim, axis): OnnxDim => {
    const both = unifier.unify(dim, info.shape![axis]!);
    return both === undefined ? refuse(`axis ${axis}`, dimText(info.shape![axis]!), dimText(dim)) : both;
  });
  return { ...facts, shape: merged };
}

function withTypes(
  model: OnnxModel,
  inputs: readonly OnnxValueInfo[],
  facts: ReadonlyMap<string, ValueFacts>,
  unifier: Unifier,
): OnnxModel {
  const { graph } = model;
  const resolve = (shape: Shape | undefined): Shape | undefined => shape?.map((dim) => unifier.resolve(dim));
  const valueInfo = new Map<string, OnnxValueInfo>();
  for (const name of graph.nodes.flatMap((node) => node.outputs)) {
    const known = facts.get(name);
    if (known !== undefined) valueInfo.set(name, { name, dtype: known.dtype, shape: resolve(known.shape) });
  }
  return {
    ...model,
    graph: {
      ...graph,
      inputs: inputs.map((info) => ({ ...info, shape: resolve(info.shape) })),
      outputs: graph.outputs.map((info) => valueInfo.get(info.name) ?? { ...info, shape: resolve(info.shape) }),
      valueInfo,
    },
  };
}

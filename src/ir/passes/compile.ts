import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { userNamesOf } from "../../formats/onnx/user-names.js";
import type { Graph } from "../graph/graph.js";
import type { Program } from "../graph/program.js";
import { verifyGraph } from "../graph/verify.js";
import { importModel } from "../import/import-model.js";
import { oneSidedClips, withoutOneSidedClips } from "../import/one-sided-clip.js";
import { canonicalizeQnn } from "./canonicalize-qnn.js";
import { convertLayout } from "./convert-layout.js";
import { foldConstant } from "./fold-constant.js";
import { int8Islands } from "./int8-islands.js";
import { legalizeEsp } from "./legalize-esp.js";
import { lower } from "./lower.js";
import type { Pass } from "./pass.js";
import { simplifyExpr } from "./simplify-expr.js";
import { simplifyInference } from "./simplify-inference.js";

export interface CompileOptions {
  /** The original's graph, name for name, bugs included. Default: the board's law. */
  readonly compat?: boolean;
  /** Float operators between equal scales as int8 ones, where the bits stay the same. Default: unless `compat`. */
  readonly islands?: boolean;
}

/** The graph as it left a pass. */
export interface Stage {
  readonly name: string;
  readonly graph: Graph;
}

export interface Compiled {
  readonly stages: readonly Stage[];
  readonly program: Program;
  /** One line each; nothing is printed. */
  readonly warnings: readonly string[];
}

const PASSES: readonly (readonly [string, Pass])[] = [
  ["convert-layout", convertLayout],
  ["fold-constant", foldConstant],
  ["simplify-inference", simplifyInference],
  ["legalize-esp", legalizeEsp],
  ["canonicalize-qnn", canonicalizeQnn],
  ["simplify-expr", simplifyExpr],
];

/**
 * Compiles a (quantized) model for layer-by-layer execution, one primitive operator a layer.
 * @throws UserError when the model holds what this project does not support.
 */
export function compileForDebug(model: OnnxModel, options: CompileOptions = {}): Compiled {
  const warnings: string[] = [];
  const context = { compat: options.compat ?? false, warn: (message: string) => void warnings.push(message) };
  for (const node of context.compat ? [] : oneSidedClips(model))
    context.warn(
      `${printable(userNamesOf(model).get(node.name) ?? node.name)}: the original ignores a Clip of one bound; here it clips`,
    );
  let graph = importModel(context.compat ? withoutOneSidedClips(model) : model, undefined, context.warn);
  verifyGraph(graph, "import");
  const stages: Stage[] = [{ name: "import", graph }];
  const islands: (readonly [string, Pass])[] =
    (options.islands ?? !context.compat) ? [["int8-islands", int8Islands]] : [];
  for (const [name, pass] of [...islands, ...PASSES]) {
    graph = pass(graph, context);
    verifyGraph(graph, name);
    stages.push({ name, graph });
  }
  return { stages, program: lower(graph), warnings };
}

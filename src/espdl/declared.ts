import { sizeOf } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { printable } from "../formats/onnx/printable.js";
import type { EspdlProgram } from "./compile.js";
import type { EspdlModel, EspdlValueInfo } from "./model.js";
import { nodeName } from "./node-name.js";
import { isStreaming } from "./streaming.js";

/** A node whose output is not what the file declares, while its inputs are. */
export interface Contradiction {
  /** The node by the file's name, and its operator. */
  readonly node: string;
  readonly op: string;
  readonly tensor: string;
  /** `int8 [1, 5, 4], it computes [1, 5, 6]`, or dtypes. */
  readonly found: string;
  /** How many times as many elements it computes as it declares. */
  readonly growth: number;
}

/** A pool that the chip rounds otherwise is a row larger or smaller; a damaged number may make a tensor huge. */
const MAX_GROWTH = 8;

/**
 * What the file states of its tensors against what follows from its nodes. Dims around inserted Transposes may be in
 * another order, so sizes are compared; a streaming model declares the whole sequence and computes a chunk of it.
 */
export function contradictions(model: EspdlModel, program: EspdlProgram): Contradiction[] {
  const { graph } = model;
  if (isStreaming(model)) return [];
  const wrong = new Map<string, Pick<Contradiction, "found" | "growth">>();
  for (const info of new Map([...graph.valueInfo, ...graph.outputs].map((info) => [info.name, info])).values()) {
    const found = contradiction(program, info);
    if (found !== undefined) wrong.set(info.name, found);
  }
  if (wrong.size === 0) return [];
  // What is wrong already before a node is told there.
  return graph.nodes
    .filter(({ inputs }) => !inputs.some((input) => wrong.has(input)))
    .flatMap((node) =>
      node.outputs.flatMap((tensor) => {
        const found = wrong.get(tensor);
        return found === undefined ? [] : [{ node: nodeName(node), op: node.opType, tensor, ...found }];
      }),
    );
}

/** Before a run. @throws UserError for a tensor that is more than 8 times as large as the file declares it. */
export function checkDeclared(model: EspdlModel, program: EspdlProgram): void {
  const first = contradictions(model, program).find(({ growth }) => growth > MAX_GROWTH);
  if (first === undefined) return;
  const { node, op, tensor, found } = first;
  throw new UserError(
    `${printable(node)} (${printable(op)}): the file declares its output "${printable(tensor)}" as ${found}; export the model again`,
  );
}

function contradiction(
  program: EspdlProgram,
  { name, dtype, dims: stated }: EspdlValueInfo,
): Pick<Contradiction, "found" | "growth"> | undefined {
  const operand = program.tensors.get(name);
  const made = operand && program.layers[operand.layer].types[operand.output];
  if (made === undefined) return undefined;
  if (dtype !== undefined && made.dtype !== dtype) return { found: `${dtype}, it computes ${made.dtype}`, growth: 1 };
  if (stated === undefined || !stated.every((dim): dim is number => typeof dim === "number")) return undefined;
  if (sizeOf(stated) === sizeOf(made.shape)) return undefined;
  const growth = sizeOf(made.shape) / Math.max(1, sizeOf(stated));
  return { found: `[${stated.join(", ")}], it computes [${made.shape.join(", ")}]`, growth };
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { macsOf } from "../../ir/graph/macs.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";

/** What a project's tensors mean: the board itself knows their ids and sizes only. */
export interface LayerDescription {
  readonly index: number;
  readonly name: string;
  /** The board's id of the tensor, and the trace's. */
  readonly id: string;
  /** Operator of the IR, or `input`. */
  readonly op: string;
  readonly onnx: readonly string[];
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly exponent?: number | readonly number[];
  /** Multiplications with accumulation of the call that makes the tensor, at its first output; absent where it has none. */
  readonly macs?: number;
}

/** Its name in a project. */
export const LAYERS_FILE = "layers.json";
/** The inputs that a project was exported with, keyed by name. */
export const SAMPLE_FILE = "sample.npz";
const FORMAT = "espdl-lab-layers";

/** The text of a project's `layers.json`: one entry a tensor, inputs and calls in execution order, no params. */
export function layersText(program: Program): string {
  const layers = program.layers
    .filter((layer) => layer.kind !== "param")
    .flatMap((layer) => {
      const { index, name, id, types, onnx, exponent } = layer;
      const op = layer.kind === "call" ? layer.op : layer.kind;
      const macs = layer.kind === "call" ? macsOf(program, layer) : 0;
      return types.map(
        ({ dtype, shape }, output): LayerDescription => ({
          ...{ index, name, id: outputId(id, output), op, onnx, dtype, shape },
          ...(exponent !== undefined && { exponent }),
          ...(output === 0 && macs > 0 && { macs }),
        }),
      );
    });
  const lines = layers.map((layer) => `  ${JSON.stringify(layer)}`).join(",\n");
  return `{"format": "${FORMAT}", "version": 1, "layers": [\n${lines}\n]}\n`;
}

/**
 * Reads a project's `layers.json`.
 * @throws UserError when it is missing or not one of ours.
 */
export function readLayers(project: string): LayerDescription[] {
  const file = join(project, LAYERS_FILE);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UserError(`${file}: not found; give a project made by "espdl-lab export"`);
  }
  const { format, version, layers } = parse(file, text);
  if (format !== FORMAT || version !== 1 || !Array.isArray(layers)) {
    throw new UserError(
      `${file}: expected ${FORMAT} version 1, got ${String(format)} ${String(version)}; export again`,
    );
  }
  return layers as LayerDescription[];
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new UserError(`${file}: is not JSON; export the project again`);
  }
}

import * as v from "valibot";
import { parseJson } from "../../base/json-text.js";
import { DTYPES, type DType } from "../../base/tensor/dtype.js";
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
/** What to do where it is missing or not one of ours. */
export const LAYERS_REMEDY = 'give a project made by "espdl-lab export"';
const FORMAT = "espdl-lab-layers";

/** What the tensors of a program mean: one entry a tensor, inputs and calls in execution order, no params. */
export function layersOf(program: Program): LayerDescription[] {
  return program.layers
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
}

/** The text of a project's `layers.json`. */
export function layersText(program: Program): string {
  const lines = layersOf(program)
    .map((layer) => `  ${JSON.stringify(layer)}`)
    .join(",\n");
  return `{"format": "${FORMAT}", "version": 1, "layers": [\n${lines}\n]}\n`;
}

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const exponent = v.pipe(v.number(), v.integer());
const schema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(1),
  layers: v.array(
    v.object({
      index,
      name: v.string(),
      id: v.string(),
      op: v.string(),
      onnx: v.array(v.string()),
      dtype: v.picklist(DTYPES),
      shape: v.array(index),
      exponent: v.exactOptional(v.union([exponent, v.array(exponent)])),
      macs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
    }),
  ),
});

/**
 * The tensors out of the text of a project's `layers.json`.
 * @param path the file, for messages
 * @throws UserError when it is not one of ours.
 */
export function parseLayers(text: string, path: string): LayerDescription[] {
  return parseJson(schema, text, path, LAYERS_REMEDY).layers;
}

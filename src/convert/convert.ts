import { UserError } from "../base/errors.js";
import { checkModel } from "../formats/onnx/check.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { GraphBuilder } from "./graph/builder.js";
import { finish, type Producer } from "./graph/finish.js";
import type { Value } from "./graph/value.js";
import { convertGraphDef } from "./graphdef/network.js";
import { convertNetwork } from "./keras/network.js";
import type { Source } from "./source.js";
import { convertTflite, dynamicRange, type TfliteContext } from "./tflite/network.js";

export interface ConvertOptions {
  /** Version of ai.onnx, 13 to 17. Default: 13. */
  readonly opset?: number;
  /** Declare image inputs as [N, C, H, W] instead of the source's [N, H, W, C]. Default: false. */
  readonly inputsAsNchw?: boolean;
  /** Of a quantized TFLite model: the reals that its integers stand for, to be quantized anew. Default: false, QDQ. */
  readonly float?: boolean;
}

/** An ONNX model with what its layers were called in the source. */
export interface Converted {
  readonly model: OnnxModel;
  /** The source's inputs, in its own axes. */
  readonly inputs: readonly InputType[];
  /** The layers of the source in order, each with the ONNX tensor that holds its result. */
  readonly layers: readonly ConvertedLayer[];
  /** What the source's own runtime does otherwise than the model says: a line. */
  readonly remark?: string;
}

/** An input of the source. */
export type InputType = Pick<Value, "name" | "shape" | "dtype">;

export interface ConvertedLayer {
  readonly name: string;
  /** Its class or operator, such as `Conv2D`. */
  readonly kind: string;
  /** Its result; `order` says how the ONNX tensor holds the source's axes. */
  readonly value: Value;
}

const PRODUCER: Producer = { name: "espdl-lab", version: "" };
const OPSETS = [13, 17] as const;

/** The ONNX model of a source as read. @throws UserError that names the layer or operator and the rule it breaks */
export function convertSource(source: Source, options: ConvertOptions = {}): Converted {
  const { opset = OPSETS[0], inputsAsNchw: inputsChannelsFirst = false, float = false } = options;
  if (!Number.isInteger(opset) || opset < OPSETS[0] || opset > OPSETS[1])
    throw new UserError(`opset ${opset}, expected ${OPSETS[0]} to ${OPSETS[1]}; leave it out for ${OPSETS[0]}`);
  const g = new GraphBuilder(opset);
  const layers: ConvertedLayer[] = [];
  const onLayer = (name: string, kind: string, value: Value): void => {
    layers.push({ name, kind, value });
  };
  const [name, outputs] = outputsOf(source, { g, inputsChannelsFirst, float, onLayer });
  const { model, nameOf } = finish(g, name, outputs, PRODUCER);
  const renamed = layers.map(({ value, ...layer }) => ({ ...layer, value: { ...value, name: nameOf(value.name) } }));
  const remark = source.kind === "tflite" ? dynamicRange(source.model) : undefined;
  return { model: checkModel(model), inputs: g.inputs, layers: renamed, ...(remark === undefined ? {} : { remark }) };
}

function outputsOf(source: Source, context: TfliteContext): [string, (readonly [string, Value])[]] {
  switch (source.kind) {
    case "tflite":
      return [source.model.name, convertTflite(source.model, context)];
    case "graph":
      return [source.model.name, convertGraphDef(source.model, context)];
    case "keras":
      return [source.model.topology.name, convertNetwork(source.model, context)];
  }
}

import type { OnnxModel } from "../formats/onnx/model.js";
import { GraphBuilder } from "./graph/builder.js";
import { finish, type Producer } from "./graph/finish.js";
import type { Value } from "./graph/value.js";
import { convertNetwork } from "./keras/network.js";
import type { Source } from "./source.js";
import { convertTflite } from "./tflite/network.js";

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
  /** The layers of the source in order, each with the ONNX tensor that holds its result. */
  readonly layers: readonly ConvertedLayer[];
}

export interface ConvertedLayer {
  readonly name: string;
  readonly kind: string;
  readonly value: Value;
}

const PRODUCER: Producer = { name: "espdl-lab", version: "" };

/** The ONNX model of a source as read. @throws UserError that names the layer or operator and the rule it breaks */
export function convertSource({ kind, model }: Source, options: ConvertOptions = {}): Converted {
  const { opset = 13, inputsAsNchw: inputsChannelsFirst = false, float = false } = options;
  const g = new GraphBuilder(opset);
  const layers: ConvertedLayer[] = [];
  const onLayer = (name: string, kind: string, value: Value): void => {
    layers.push({ name, kind, value });
  };
  if (kind === "tflite") {
    const outputs = convertTflite(model, { g, inputsChannelsFirst, float, onLayer });
    return { model: finish(g, model.name, outputs, PRODUCER), layers };
  }
  const { topology, weights, dialect } = model;
  const outputs = convertNetwork(topology, { g, weights, dialect, inputsChannelsFirst, onLayer });
  return { model: finish(g, topology.name, outputs, PRODUCER), layers };
}

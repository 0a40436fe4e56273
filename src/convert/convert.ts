import type { OnnxModel } from "../formats/onnx/model.js";
import { GraphBuilder } from "./graph/builder.js";
import { finish, type Producer } from "./graph/finish.js";
import type { Value } from "./graph/value.js";
import { convertNetwork } from "./keras/network.js";
import type { Source } from "./source.js";

export interface ConvertOptions {
  /** Version of ai.onnx, 13 to 17. Default: 13. */
  readonly opset?: number;
  /** Declare image inputs as [N, C, H, W] instead of the source's [N, H, W, C]. Default: false. */
  readonly inputsAsNchw?: boolean;
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
export function convertSource({ model }: Source, options: ConvertOptions = {}): Converted {
  const g = new GraphBuilder(options.opset ?? 13);
  const layers: ConvertedLayer[] = [];
  const outputs = convertNetwork(model.topology, {
    ...{ g, weights: model.weights, dialect: model.dialect, inputsChannelsFirst: options.inputsAsNchw ?? false },
    onLayer: (name, kind, value) => layers.push({ name, kind, value }),
  });
  return { model: finish(g, model.topology.name, outputs, PRODUCER), layers };
}

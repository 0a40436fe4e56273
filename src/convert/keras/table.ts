import * as activation from "./layers/activation.js";
import { bidirectionalLayer } from "./layers/bidirectional.js";
import { convolutionLayer } from "./layers/convolution.js";
import { convolutionTransposeLayer } from "./layers/convolution-transpose.js";
import { denseLayer } from "./layers/dense.js";
import { depthwiseLayer } from "./layers/depthwise-convolution.js";
import { embeddingLayer } from "./layers/embedding.js";
import { averageLayer, concatenateLayer, mergeLayer } from "./layers/merge.js";
import * as normalization from "./layers/normalization.js";
import { croppingLayer, zeroPaddingLayer } from "./layers/padding.js";
import { globalPoolingLayer, poolingLayer } from "./layers/pooling.js";
import { recurrentLayer } from "./layers/recurrent.js";
import { separableLayer } from "./layers/separable-convolution.js";
import { flattenLayer, permuteLayer, repeatLayer, reshapeLayer } from "./layers/shape.js";
import { timeDistributedLayer } from "./layers/time-distributed.js";
import { upSamplingLayer } from "./layers/up-sampling.js";
import type { LayerRule } from "./rule.js";

/** Every class of layers of Keras that has a counterpart in ONNX. */
export const LAYERS: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ["Dense", denseLayer],
  ["Conv1D", convolutionLayer(1)],
  ["Conv2D", convolutionLayer(2)],
  ["Conv3D", convolutionLayer(3)],
  ["Conv1DTranspose", convolutionTransposeLayer(1)],
  ["Conv2DTranspose", convolutionTransposeLayer(2)],
  ["DepthwiseConv1D", depthwiseLayer(1)],
  ["DepthwiseConv2D", depthwiseLayer(2)],
  ["SeparableConv1D", separableLayer(1)],
  ["SeparableConv2D", separableLayer(2)],
  ...[1, 2, 3].flatMap((space): [string, LayerRule][] => [
    [`MaxPooling${space}D`, poolingLayer("MaxPool", space)],
    [`AveragePooling${space}D`, poolingLayer("AveragePool", space)],
    [`GlobalMaxPooling${space}D`, globalPoolingLayer("GlobalMaxPool", space)],
    [`GlobalAveragePooling${space}D`, globalPoolingLayer("GlobalAveragePool", space)],
    [`ZeroPadding${space}D`, zeroPaddingLayer(space)],
    [`Cropping${space}D`, croppingLayer(space)],
  ]),
  ["UpSampling1D", upSamplingLayer(1)],
  ["UpSampling2D", upSamplingLayer(2)],
  ["Add", mergeLayer("Add")],
  ["Subtract", mergeLayer("Sub", 2)],
  ["Multiply", mergeLayer("Mul")],
  ["Maximum", mergeLayer("Max")],
  ["Minimum", mergeLayer("Min")],
  ["Average", averageLayer],
  ["Concatenate", concatenateLayer],
  ["Flatten", flattenLayer],
  ["Reshape", reshapeLayer],
  ["Permute", permuteLayer],
  ["RepeatVector", repeatLayer],
  ["Activation", activation.activationLayer],
  ["ReLU", activation.reluLayer],
  ["ThresholdedReLU", activation.thresholdedReluLayer],
  ["LeakyReLU", activation.leakyReluLayer],
  ["ELU", activation.eluLayer],
  ["PReLU", activation.preluLayer],
  ["Softmax", activation.softmaxLayer],
  ["BatchNormalization", normalization.batchNormalizationLayer],
  ["LayerNormalization", normalization.layerNormalizationLayer],
  ["Rescaling", normalization.rescalingLayer],
  ["Normalization", normalization.normalizationLayer],
  ["Embedding", embeddingLayer],
  ["LSTM", recurrentLayer("LSTM")],
  ["GRU", recurrentLayer("GRU")],
  ["SimpleRNN", recurrentLayer("SimpleRNN")],
  ["Bidirectional", bidirectionalLayer],
  ["TimeDistributed", timeDistributedLayer(() => LAYERS)],
  ...[
    ...["Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout", "AlphaDropout"],
    ...["GaussianNoise", "ActivityRegularization", "Identity"],
  ].map((name): [string, LayerRule] => [name, activation.passLayer]),
]);

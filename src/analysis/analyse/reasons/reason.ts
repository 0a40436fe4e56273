import type { Facts } from "../facts.js";

/** What a reason is told from, beside the facts: what was measured of the layer, all in dB. */
export interface Measured {
  /** Layer alone. */
  readonly alone: number;
  /** Only its weights rounded; Infinity without. */
  readonly weights: number;
  /** Share of the error of the layer alone that is a mean error, 0 … 1. */
  readonly systematic: number;
}

/** A cause of a layer's error in words; undefined where it is not the cause. */
export type Reason = (facts: Facts, measured: Measured) => string | undefined;

/** Errors of two kinds count as one where they are this near in dB. */
export const NEAR = 6;

export const times = (ratio: number): string => `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} ×`;
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** What a layer is called in a sentence. */
export const layerWord = ({ operator, depthwise }: Facts): string =>
  depthwise ? "depthwise layer" : operator === "Conv" ? "convolution" : operator === "Gemm" ? "dense layer" : operator;

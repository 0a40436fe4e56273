import { textOf } from "../../graph/attribute.js";
import type { LayoutRule } from "./rule.js";

/** A convolution reads and makes what its attributes say; zero points and scales are vectors of channels. */
export const convolutionLayout: LayoutRule = ({ attributes, types }) => {
  const data = textOf(attributes, "data_layout");
  const inputs = [data, textOf(attributes, "kernel_layout"), ...types.slice(2).map(() => "C")];
  return { inputs, outputs: [textOf(attributes, "out_layout") || data], attributes };
};

/** A pool follows its producer unless it was told its layout. */
export const poolLayout: LayoutRule = ({ attributes, delivered }) => {
  const told = textOf(attributes, "out_layout") !== "";
  const layout = !told && delivered !== undefined ? (delivered[0] as string) : textOf(attributes, "layout");
  return { inputs: [layout], outputs: [layout], attributes: { ...attributes, layout } };
};

/** A resize follows its producer. */
export const resizeLayout: LayoutRule = ({ attributes, delivered, original }) => {
  const own = textOf(attributes, "layout");
  const next = delivered?.[0];
  const follows = next !== undefined && next !== original[0] && own === original[0] && next.length === own.length;
  const layout = follows ? next : own;
  return { inputs: [layout], outputs: [layout], attributes: { ...attributes, layout } };
};

export const denseLayout: LayoutRule = ({ attributes, types }) => ({
  inputs: ["NC", "NC", ...types.slice(2).map(() => "N")],
  outputs: ["NC"],
  attributes,
});

import type { View } from "../../presentation/display/view.js";
import type { Figure } from "../../presentation/figures/figure.js";
import { toSvg } from "../../presentation/figures/svg/to-svg.js";
import type { Picture, Shown } from "../protocol.js";

/** Pixels of a picture where the page did not say how wide it is. */
const WIDTH = 640;

export function picture(figure: Figure, width = WIDTH): Picture {
  const { title, description } = figure;
  return { svg: toSvg(figure, width), title, description };
}

/** A view with its figure drawn. */
export function shown({ figure, ...rest }: View, width = WIDTH): Shown {
  return { ...rest, ...(figure && { picture: picture(figure, width) }) };
}

/**
 * The palette of Okabe and Ito, told apart with every common kind of colour blindness. The pictures use the same colour for
 * the same thing; where a colour carries a meaning, a mark or a word carries it too.
 */
export const BLUE = "#0072B2";
export const VERMILLION = "#D55E00";
export const SKY = "#56B4E9";
export const GREEN = "#009E73";
export const ORANGE = "#E69F00";
export const PURPLE = "#CC79A7";
export const GREY = "#8C8C8C";

export const REFERENCE = BLUE;
export const BOARD = VERMILLION;
/** A layer that is wrong by itself, and one that passes on what it was given. */
export const OWN = VERMILLION;
export const INHERITED = SKY;

/** Readable on white and on near-black: a contrast of 4 : 1 at least on both. */
export const INK = "#767676";
export const GRID = "rgba(128,128,128,0.25)";

/** Too small, equal, too large. The smallest error has a tint of its own already: ±1 beside ±100 must be seen. */
export const DIVERGING = [
  [0, "#004a75"],
  [0.25, "#3f8fc4"],
  [0.4999, "#a5d3ef"],
  [0.49995, "#f5f5f5"],
  [0.50005, "#f5f5f5"],
  [0.5001, "#fbd0a0"],
  [0.75, "#e2811f"],
  [1, "#943c00"],
] as const;

/** None to many. */
export const SEQUENTIAL = [
  [0, "#f5f5f5"],
  [0.5, "#5aa9d6"],
  [1, "#003a5c"],
] as const;

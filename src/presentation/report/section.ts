import type { Figure } from "../figures/figure.js";

/** A part of the page under a heading of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly html: string;
  readonly figures: readonly Figure[];
  /** Shown after the figures. */
  readonly after?: string;
}

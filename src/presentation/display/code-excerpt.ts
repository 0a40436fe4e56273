import { counted } from "../figures/text.js";
import { bundle, type MimeBundle } from "./view.js";

/** Lines of a text, counted from 1; both ends are shown. */
export interface Excerpt {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Shows text whose lines and spaces matter, such as C or a log; of a long one at most 120 lines.
 * @param title what it is, one line
 */
export function codeExcerpt(text: string, title: string, { from = 1, to }: Excerpt = {}): MimeBundle {
  const lines = text.replace(/\n$/, "").split("\n");
  const chosen = lines.slice(Math.max(0, from - 1), to);
  const whole = chosen.length === lines.length;
  const where = whole
    ? counted(lines.length, "line")
    : `lines ${from} to ${from + chosen.length - 1} of ${lines.length}`;
  return bundle({ heading: `${title}: ${where}`, code: chosen.join("\n") });
}

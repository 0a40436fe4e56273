import type { ElementView } from "../protocol.js";
import { element } from "./element.js";
import { tableElement } from "./shown.js";

const right = { align: "right" as const };

/** How one element came to be: its steps as a chain, its products as a table. */
export function elementElements({ heading, steps, taps, more, agrees }: ElementView): HTMLElement[] {
  const chain = steps.map(({ what, value, how }) =>
    element("li", {}, element("b", {}, what), element("output", {}, value), element("span", {}, how)),
  );
  const products = {
    columns: [{ title: "input at" }, { title: "x", ...right }, { title: "w", ...right }, { title: "x · w", ...right }],
    rows: taps.map(({ place, x, w, product }) => [place, String(x), String(w), String(product)]),
  };
  return [
    element("h3", {}, heading),
    element("ol", { class: "chain" }, ...chain),
    ...(agrees
      ? []
      : [element("p", { class: "failure" }, "these steps do not give what the run has: a defect of this page")]),
    ...(taps.length === 0
      ? []
      : [
          element("p", {}, `The largest products${more > 0 ? `; ${more} more are summed` : ""}:`),
          tableElement(products, "products"),
        ]),
  ];
}

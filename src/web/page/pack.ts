import type { OpenedPack } from "../protocol.js";
import { element } from "./element.js";

/** The models of a file of several, to choose one. */
export function packElement({ title, names }: OpenedPack, chosen: (member: number) => void): HTMLElement {
  const items = names.map((name, member) =>
    element("li", {}, element("button", { type: "button", onclick: () => chosen(member) }, name || `model ${member}`)),
  );
  return element(
    "div",
    { class: "refused pack" },
    element("h2", {}, title),
    element("p", {}, `It holds ${names.length} models. Which one?`),
    element("ol", {}, ...items),
  );
}

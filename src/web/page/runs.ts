import type { OpenedRuns } from "../protocol.js";
import { element } from "./element.js";
import { pictureElement, shownElements } from "./shown.js";

/** Two runs, compared: the first layer that differs, the cause if the bytes tell it, and close pictures. */
export function runsScreen({ title, comparison, pictures, bisection, diagnoses }: OpenedRuns): HTMLElement {
  const section = (name: string, ...children: readonly HTMLElement[]) =>
    element("section", {}, element("h2", {}, name), ...children);
  return element(
    "div",
    { class: "runs" },
    section(title, ...shownElements(comparison)),
    ...(bisection === undefined ? [] : [section("Where it comes from", ...shownElements(bisection))]),
    ...diagnoses.map((diagnosis) => section("The cause, from the bytes", ...shownElements(diagnosis))),
    ...(pictures.length === 0
      ? []
      : [section("Close", element("div", { class: "pictures" }, ...pictures.map(pictureElement)))]),
  );
}

import { FAULTS } from "../faults.js";
import type { Demonstrated } from "../protocol.js";
import type { Client } from "./client.js";
import { element, svgElement } from "./element.js";
import { Pad } from "./pad.js";
import { failure, shownElements } from "./shown.js";

/** Width of a layer's picture. */
const WIDTH = 420;

/** The first screen: what may be dropped, and the digit classifier to draw for, look into, and break. */
export function startScreen(client: Client, openModel: () => void): HTMLElement {
  const scores = element("ol", { class: "scores", start: 0, "aria-label": "what it reads" });
  const verdict = element("div", { class: "verdict", "aria-live": "polite" });
  const layers = element("div", { class: "layers" });
  let fault = "";
  let pending: Float32Array | undefined;
  let busy = false;
  const compute = async (digit: Float32Array): Promise<void> => {
    pending = digit;
    if (busy) return;
    busy = true;
    while (pending !== undefined) {
      const ask = { digit: pending, width: WIDTH, ...(fault !== "" && { fault }) };
      pending = undefined;
      try {
        tell(await client.ask("demonstrate", ask), { scores, verdict, layers });
      } catch (error) {
        verdict.replaceChildren(failure(error));
      }
    }
    busy = false;
  };
  let drawn: Float32Array | undefined;
  const pad = new Pad((values) => {
    drawn = values;
    void compute(values);
  });
  const samples = element("div", { class: "samples", role: "group", "aria-label": "handwritten digits" });
  const choose = (name: string): void => {
    fault = name;
    if (drawn !== undefined) void compute(drawn);
  };
  client
    .ask("digits", {})
    .then((digits) => {
      digits.forEach((digit, i) => {
        samples.append(element("button", { type: "button", onclick: () => pad.show(digit) }, String(i)));
      });
      samples.append(element("button", { type: "button", onclick: () => pad.show(new Float32Array(784)) }, "clear"));
      pad.show(digits[3]!);
    })
    .catch((error: unknown) => verdict.replaceChildren(failure(error)));
  return element(
    "div",
    { class: "start" },
    element(
      "section",
      { class: "intro" },
      element("h2", {}, "Drop a model and run it in the chip's integers"),
      element(
        "p",
        {},
        "An .espdl, a quantized or float .onnx, a trace folder or its zip with its model, or two traces. Everything is computed in this page; nothing is uploaded.",
      ),
    ),
    element("section", { class: "draw" }, element("h2", {}, "Draw a digit"), pad.element, samples),
    element("section", { class: "read" }, element("h2", {}, "What the int8 network reads"), scores),
    element("section", { class: "break" }, element("h2", {}, "Break the board"), faultChoice(choose), verdict),
    element(
      "section",
      { class: "through" },
      element("h2", {}, "Through the layers"),
      element(
        "p",
        {},
        element("button", { type: "button", class: "open-demo", onclick: openModel }, "Open this model"),
        " with its graph, and its C on a board of WebAssembly that runs in this page",
      ),
      layers,
    ),
  );
}

function faultChoice(choose: (fault: string) => void): HTMLElement {
  const options = [["", "as it should be"], ...Object.entries(FAULTS)].map(([name, text], i) =>
    element(
      "label",
      {},
      element("input", { type: "radio", name: "fault", value: name, checked: i === 0, onchange: () => choose(name!) }),
      ` ${text}`,
    ),
  );
  return element("fieldset", {}, element("legend", {}, "its C is made to"), ...options);
}

interface Places {
  readonly scores: HTMLElement;
  readonly verdict: HTMLElement;
  readonly layers: HTMLElement;
}

function tell({ scores, layers, bisection, broken }: Demonstrated, places: Places): void {
  const [best, read] = [scores.indexOf(Math.max(...scores)), broken?.scores];
  places.scores.replaceChildren(
    ...scores.map((score, digit) =>
      element(
        "li",
        digit === best ? { class: "best" } : {},
        meter(score, `${digit}: ${percent(score)}`),
        element("span", {}, percent(score)),
        ...(read === undefined ? [] : [element("span", { class: "board" }, `board ${percent(read[digit]!)}`)]),
      ),
    ),
  );
  places.verdict.replaceChildren(
    ...(broken === undefined
      ? [
          element(
            "p",
            {},
            "Every layer gives the reference's bytes. Choose a mistake, and bisect finds it from the layers' bytes alone.",
          ),
        ]
      : [
          element("p", { class: "made" }, `The mistake, ${broken.what}.`),
          element("p", {}, "What bisect says, which was not told:"),
          ...shownElements({ ...bisection!, heading: bisection!.heading }),
        ]),
  );
  places.layers.replaceChildren(
    ...layers.map(({ title, map, differs }) =>
      element(
        "figure",
        differs ? { class: "differs" } : {},
        element("figcaption", {}, differs ? `${title} ≠ the reference's` : title),
        labelledSvg(map.svg, `${map.title}. ${map.description}`),
      ),
    ),
  );
  document.documentElement.dataset.demonstrated = broken === undefined ? "right" : "broken";
}

const percent = (share: number): string => `${(share * 100).toFixed(share > 0.0995 ? 0 : 1)} %`;

function meter(value: number, name: string): HTMLElement {
  return element("meter", { min: 0, max: 1, value, "aria-label": name });
}

function labelledSvg(svg: string, name: string): SVGSVGElement {
  const drawn = svgElement(svg);
  drawn.setAttribute("aria-label", name);
  return drawn;
}

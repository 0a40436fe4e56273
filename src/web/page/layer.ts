import type { LayerView } from "../protocol.js";
import type { Client } from "./client.js";
import { element } from "./element.js";
import { elementElements } from "./one-element.js";
import { failure, pictureElement, shownElements } from "./shown.js";

/** Close to one tensor of the run: heat map, histogram, numbers, what it is made of. */
export async function showLayer(
  client: Client,
  panel: HTMLElement,
  id: string,
  go: (id: string) => void,
): Promise<void> {
  const width = Math.min(Math.max(panel.clientWidth - 24, 320), 760);
  try {
    const view = await client.ask("layer", { id, width });
    const numbers = element("div", { class: "numbers" });
    const one = element("div", { class: "one", "aria-live": "polite" });
    panel.replaceChildren(
      element("h2", {}, view.id),
      element("p", {}, [view.op, ...view.onnx].join(" · ")),
      links("made of", view.inputs, go),
      links(
        "read by",
        view.readers.map((reader) => ({ id: reader, type: "" })),
        go,
      ),
      ...(view.map === undefined ? [] : [pictureElement(view.map)]),
      ...shownElements(view.facts),
      search(client, view, numbers, one),
      numbers,
      one,
    );
    panel.dataset.layer = id;
    await list(client, view, "", numbers, one);
  } catch (error) {
    panel.replaceChildren(failure(error));
  }
}

function links(
  title: string,
  tensors: readonly { readonly id: string; readonly type: string }[],
  go: (id: string) => void,
): HTMLElement {
  const buttons = tensors.map(({ id, type }) =>
    element("li", {}, element("button", { type: "button", class: "link", onclick: () => go(id) }, id), ` ${type}`),
  );
  return element(
    "div",
    { class: "links" },
    element("h3", {}, title),
    buttons.length === 0 ? element("p", {}, "nothing here") : element("ul", {}, ...buttons),
  );
}

function search(client: Client, view: LayerView, numbers: HTMLElement, one: HTMLElement): HTMLElement {
  const wanted = element("input", {
    type: "search",
    placeholder: "12   > 100   != 0   [0, 3, 4, 2]",
    "aria-label": "search the numbers: a value, a comparison, or a place",
  });
  wanted.addEventListener("change", () => void list(client, view, wanted.value, numbers, one));
  return element("p", { class: "search" }, element("label", {}, "numbers ", wanted));
}

async function list(
  client: Client,
  { id }: LayerView,
  search: string,
  numbers: HTMLElement,
  one: HTMLElement,
): Promise<void> {
  try {
    const { found, rows } = await client.ask("numbers", { id, search });
    const body = rows.map(({ index, place, stored, real }) =>
      element(
        "tr",
        {},
        element(
          "td",
          {},
          element(
            "button",
            { type: "button", class: "link", onclick: () => void explainOne(client, id, index, one) },
            place,
          ),
        ),
        element("td", { class: "number" }, stored),
        element("td", { class: "number" }, real),
      ),
    );
    const head = ["place", "stored", "real"].map((title) => element("th", { scope: "col" }, title));
    const told = found > rows.length ? `${found} found, the first ${rows.length}` : `${found} found`;
    numbers.dataset.search = search;
    numbers.replaceChildren(
      element("p", {}, `${told}; choose one to see how it came to be`),
      element(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "numbers" },
        element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
      ),
    );
  } catch (error) {
    numbers.replaceChildren(failure(error));
  }
}

async function explainOne(client: Client, id: string, index: number, one: HTMLElement): Promise<void> {
  try {
    one.replaceChildren(...elementElements(await client.ask("element", { id, index })));
    one.scrollIntoView({ block: "nearest" });
  } catch (error) {
    one.replaceChildren(failure(error));
  }
}

import type { GivenFile, GivenInput, OpenedModel } from "../protocol.js";
import { checks } from "./checks.js";
import type { Client } from "./client.js";
import { element } from "./element.js";
import { graphPanel } from "./graph.js";
import { inputPanel } from "./input.js";
import { showLayer } from "./layer.js";
import { layersPanel } from "./layers.js";
import { failure, shownElements } from "./shown.js";
import { tabs } from "./tabs.js";

/** What the page gives a model's screen. */
export interface ModelContext {
  readonly client: Client;
  readonly files: readonly GivenFile[];
  readonly key: string | undefined;
  readonly status: (text: string) => void;
  /** Opens the same files for another chip. */
  readonly reopen: (chip: string) => void;
}

export interface Screen {
  readonly element: HTMLElement;
  /** Takes files that are dropped on it; false for those that it has no use for. */
  readonly take?: (file: File) => boolean;
  readonly close?: () => void;
}

/** A model: its graph, its layers, what lint and verify say, and any tensor of its run. */
export function modelScreen(model: OpenedModel, context: ModelContext): Screen {
  const { client, files, key, status } = context;
  const names = ["Layers", "Layer", "Input", ...(model.checked ? ["Lint", "Verify"] : [])];
  const { element: side, tabs: made } = tabs(names);
  const [all, one, given, lint, verify] = made;
  const open = (id: string): void => {
    one!.show();
    void showLayer(client, one!.panel, id, open);
  };
  const choose = (index: number): void => {
    graph?.choose(index);
    layers.choose(index);
    const { id } = model.nodes[index]!;
    if (id !== undefined) open(id);
    else one!.panel.replaceChildren(failure("this node does not run, see Lint"));
  };
  const graph = model.drawing === undefined ? undefined : graphPanel(model.drawing, model.nodes, choose);
  const layers = layersPanel(model.nodes, choose);
  const run = async (input?: GivenInput): Promise<void> => {
    try {
      const ran = await client.ask("run", input === undefined ? {} : { input }, (text) => status(text));
      layers.fill(ran.tensors);
      inputs.tell(ran.input);
      status(`${ran.tensors.length} tensors in ${(ran.milliseconds / 1000).toFixed(2)} s, on ${ran.input}`);
      document.documentElement.dataset.ran = String(Number(document.documentElement.dataset.ran ?? 0) + 1);
      if (one!.panel.dataset.layer !== undefined) void showLayer(client, one!.panel, one!.panel.dataset.layer, open);
    } catch (error) {
      status(error instanceof Error ? error.message : String(error));
      document.documentElement.dataset.ran = "refused";
    }
  };
  const inputs = inputPanel(model.inputs, (input) => void run(input));
  all!.panel.append(...head(model, context.reopen), layers.element);
  one!.panel.append(element("p", {}, "Choose a node of the graph, or a layer of the table."));
  given!.panel.append(inputs.element);
  if (model.refused === undefined) void run();
  else {
    status(`does not run: ${model.refused}`);
    document.documentElement.dataset.ran = "refused";
  }
  const close = model.checked ? checks(files, model.chips[0], key, lint!, verify!) : undefined;
  return {
    element: element(
      "div",
      { class: "model" },
      graph?.element ?? element("section", { class: "graph" }, element("p", {}, "too many nodes to be drawn")),
      side,
    ),
    take(file) {
      if (!/\.np[yz]$/i.test(file.name) && !file.type.startsWith("image/")) return false;
      inputs.take(file).catch((error: Error) => status(`${file.name}: ${error.message}`));
      return true;
    },
    ...(close && { close }),
  };
}

function head({ title, facts, chips, chipNote }: OpenedModel, reopen: (chip: string) => void): HTMLElement[] {
  const choice = element(
    "select",
    { "aria-label": "chip" },
    ...chips.map((chip) => element("option", { value: chip }, chip)),
  );
  choice.addEventListener("change", () => reopen(choice.value));
  const taken =
    chips.length === 0
      ? []
      : [element("p", {}, element("label", {}, "run as ", choice), chipNote === undefined ? "" : ` ${chipNote}`)];
  const [heading, ...rest] = shownElements(facts);
  return [
    element("h2", {}, title),
    ...taken,
    element("details", { open: true }, element("summary", {}, heading!.textContent ?? ""), ...rest),
  ];
}

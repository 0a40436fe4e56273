import type { GivenInput, OpenAsk, OpenedModel } from "../protocol.js";
import { boardPanel } from "./board.js";
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
  /** What was asked for. */
  readonly ask: OpenAsk;
  readonly status: (text: string) => void;
  /** Opens the same files as something else: for another chip, another model of a pack. */
  readonly reopen: (other: Partial<OpenAsk>) => void;
}

export interface Screen {
  readonly element: HTMLElement;
  /** Takes files that are dropped on it; false for those that it has no use for. */
  readonly take?: (file: File) => boolean;
  readonly close?: () => void;
}

/** A model: its graph, its layers, what lint and verify say, and any tensor of its run. */
export function modelScreen(model: OpenedModel, context: ModelContext): Screen {
  const { client, ask, status } = context;
  const runs = model.refused === undefined;
  const names = ["Layers", "Layer", "Input", ...(runs ? ["Board"] : []), ...(model.checked ? ["Lint", "Verify"] : [])];
  const { element: side, tabs: made } = tabs(names);
  const [all, one, given] = made;
  const named = (name: string) => made.find((tab) => tab.name === name)!;
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
  if (runs) {
    named("Board").panel.append(boardPanel(client, model, named("Board")));
    void run();
  } else {
    status(`does not run: ${model.refused}`);
    document.documentElement.dataset.ran = "refused";
  }
  const chip = model.chips[0];
  const close = model.checked
    ? checks({ ...ask, ...(chip !== undefined && { chip }) }, named("Lint"), named("Verify"))
    : undefined;
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

function head({ title, facts, chips, chipNote, pack }: OpenedModel, reopen: ModelContext["reopen"]): HTMLElement[] {
  const choice = element(
    "select",
    { "aria-label": "chip" },
    ...chips.map((chip) => element("option", { value: chip }, chip)),
  );
  choice.addEventListener("change", () => reopen({ chip: choice.value }));
  const taken =
    chips.length === 0
      ? []
      : [element("p", {}, element("label", {}, "run as ", choice), chipNote === undefined ? "" : ` ${chipNote}`)];
  const [heading, ...rest] = shownElements(facts);
  return [
    element("h2", {}, title),
    ...(pack === undefined ? [] : [packChoice(pack, reopen)]),
    ...taken,
    element("details", { open: true }, element("summary", {}, heading!.textContent ?? ""), ...rest),
  ];
}

function packChoice({ names, member }: NonNullable<OpenedModel["pack"]>, reopen: ModelContext["reopen"]): HTMLElement {
  const choice = element(
    "select",
    { "aria-label": "model of the pack" },
    ...names.map((name, i) => element("option", { value: i, selected: i === member }, name)),
  );
  choice.addEventListener("change", () => reopen({ member: Number(choice.value) }));
  return element("p", {}, element("label", {}, "model ", choice, ` of ${names.length} in the file`));
}

import { type FlashPart, flashWithEsptool } from "../../boards/board/flash/esptool.js";
import { CONSOLE_BAUD_RATE } from "../../boards/board/flash/serial-line.js";
import { joinLine } from "../line.js";
import type { OpenedModel, Questions } from "../protocol.js";
import { boardTable } from "./board-table.js";
import type { Client } from "./client.js";
import { element } from "./element.js";
import { builtProject } from "./project.js";
import { type BrowserPort, openPort, portName, webSerial } from "./serial.js";
import { failure, shownElements } from "./shown.js";
import type { Tab } from "./tabs.js";

type Ask = Questions["board"]["ask"];

/** The panel in which a board is flashed, captured beside the reference, and bisected. */
export function boardPanel(client: Client, model: OpenedModel, tab: Tab): HTMLElement {
  const told = element("p", { role: "status" });
  const bar = element("progress", { max: 1, value: 0, "aria-label": "board", hidden: true });
  const found = element("div", { class: "board-found" });
  const buttons: HTMLButtonElement[] = [];
  const button = (text: string, act: () => Promise<void>): HTMLButtonElement => {
    const made = element("button", { type: "button", onclick: () => void guarded(act) }, text);
    buttons.push(made);
    return made;
  };
  /** One thing at a time: a line has one talker. */
  const guarded = async (act: () => Promise<void>): Promise<void> => {
    for (const each of buttons) each.disabled = true;
    found.dataset.state = "busy";
    try {
      await act();
      found.dataset.state = "done";
    } catch (error) {
      told.replaceChildren(failure(error));
      found.dataset.state = "failed";
    }
    bar.hidden = true;
    for (const each of buttons) each.disabled = false;
  };
  const watch = (text: string, share: number): void => {
    bar.hidden = false;
    bar.value = share;
    told.textContent = text;
  };
  const talk = async (ask: Ask): Promise<void> => {
    told.textContent = `asking board ${ask.name} what it runs`;
    found.replaceChildren();
    const { heading, layers } = await client.ask("board", ask);
    const table = boardTable(layers);
    const words = element("div", { class: "words" });
    const cause = element("div", { class: "cause" });
    found.replaceChildren(element("h3", {}, heading), actions(table, words, cause), words, cause, table.element);
    await capture(table, words);
  };
  const capture = async (table: ReturnType<typeof boardTable>, words: HTMLElement): Promise<void> => {
    table.clear();
    const { equal, shown, json, cut } = await client.ask("capture", {}, undefined, (row) => {
      watch(`captured ${table.fill(row)} of ${table.size} tensors`, table.filled / table.size);
    });
    words.replaceChildren(...shownElements(shown));
    words.dataset.json = JSON.stringify(json);
    if (cut !== undefined) throw new Error(cut);
    tab.mark(equal ? "equal" : "differs");
    told.textContent = "";
  };
  const actions = (table: ReturnType<typeof boardTable>, words: HTMLElement, cause: HTMLElement): HTMLElement => {
    const bisect = async (): Promise<void> => {
      const { shown, diagnoses, json } = await client.ask("bisect", {}, watch);
      cause.replaceChildren(...[shown, ...diagnoses].flatMap(shownElements));
      cause.dataset.json = JSON.stringify(json);
      told.textContent = "";
    };
    return element(
      "p",
      { class: "actions" },
      button("Capture the input of the last run", () => capture(table, words)),
      button("Find the cause", bisect),
      button("Leave the board", async () => {
        await client.ask("leave", {});
        found.replaceChildren();
      }),
    );
  };
  const project = element("div", { class: "built" });
  return element(
    "div",
    { class: "board" },
    element("h2", {}, "The model on a board"),
    element(
      "p",
      {},
      "Every tensor of a board that runs its exported project, held against the reference as it arrives.",
    ),
    ...serialElements(button, talk),
    ...model.boards.map((what, came) =>
      element(
        "p",
        {},
        button("Run a board in this page", () => talk({ name: "wasm", came })),
        ` ${what}`,
      ),
    ),
    folderElement(guarded, (built) => {
      const { code, parts } = built;
      project.replaceChildren(
        ...(code === undefined
          ? []
          : [
              element(
                "p",
                {},
                button("Run its firmware.wasm in this page", () => talk({ name: "wasm", code })),
              ),
            ]),
        ...(parts === undefined
          ? []
          : [
              element(
                "p",
                {},
                button(flashText(parts), () => flash(parts, watch, told)),
              ),
            ]),
      );
    }),
    project,
    told,
    bar,
    found,
  );
}

type MakeButton = (text: string, act: () => Promise<void>) => HTMLButtonElement;

function serialElements(button: MakeButton, talk: (ask: Ask) => Promise<void>): HTMLElement[] {
  if (webSerial() === undefined)
    return [element("p", {}, "This browser has no Web Serial: a board behind a USB port needs Chrome or Edge.")];
  const connect = async (): Promise<void> => {
    const port = await askedPort();
    const { port1, port2 } = new MessageChannel();
    joinLine(port1, await openPort(port, CONSOLE_BAUD_RATE));
    await talk({ name: portName(port), line: port2 });
  };
  return [element("p", {}, button("Connect a serial port…", connect), " with the project flashed")];
}

/** Asks the person for a port: the browser shows those that there are. */
async function askedPort(): Promise<BrowserPort> {
  const serial = webSerial();
  if (serial === undefined) throw new Error("this browser has no Web Serial; use Chrome or Edge");
  return serial.requestPort();
}

async function flash(
  parts: readonly FlashPart[],
  watch: (text: string, share: number) => void,
  told: HTMLElement,
): Promise<void> {
  const port = await askedPort();
  watch("waiting for the chip's loader", 0);
  const chip = await flashWithEsptool(
    portName(port),
    (baudRate) => openPort(port, baudRate),
    parts,
    (done, total) => watch(`written ${done} of ${total} bytes`, done / total),
  );
  told.textContent = `${chip}: ${parts.length} parts written, their MD5 is what was sent; it was reset`;
}

const flashText = (parts: readonly FlashPart[]): string =>
  `Flash its ${parts.length} parts, ${parts.reduce((sum, { data }) => sum + data.length, 0)} bytes…`;

function folderElement(
  guarded: (act: () => Promise<void>) => Promise<void>,
  use: (built: Awaited<ReturnType<typeof builtProject>>) => void,
): HTMLElement {
  const choose = element("input", {
    type: "file",
    webkitdirectory: true,
    id: "project",
    "aria-label": "a built project",
  });
  choose.addEventListener("change", () => {
    const files = Array.from(choose.files ?? []);
    choose.value = "";
    void guarded(async () => use(await builtProject(files)));
  });
  return element("p", {}, element("label", {}, "a built project's folder ", choose));
}

import { GRAPH_STYLE } from "../../espdl/inspect/graph-style.js";
import type { GivenFile, OpenAsk } from "../protocol.js";
import { Client } from "./client.js";
import { element } from "./element.js";
import { chosenFiles, droppedFiles } from "./files.js";
import { modelScreen, type Screen } from "./model.js";
import { packElement } from "./pack.js";
import { runsScreen } from "./runs.js";
import { failure } from "./shown.js";
import { startScreen } from "./start.js";

const byId = (id: string): HTMLElement => document.getElementById(id)!;
const place = byId("screen");
const client = new Client();
let screen: Screen | undefined;

const status = (text: string): void => byId("status").replaceChildren(text);

function show(next: Screen): void {
  screen?.close?.();
  screen = next;
  place.replaceChildren(next.element);
  place.scrollTop = 0;
}

function start(): void {
  status("");
  show({ element: startScreen(client, () => void open({ files: [], demonstration: true })) });
}

async function open(ask: OpenAsk): Promise<void> {
  const { files } = ask;
  delete document.documentElement.dataset.ran;
  status(`reading ${files.length === 1 ? files[0]!.name : `${files.length} files`}`);
  const reopen = (other: Partial<OpenAsk>): void => void open({ ...ask, ...other });
  try {
    const opened = await client.ask("open", ask);
    status("");
    document.title = `${opened.title} · espdl-lab`;
    if (opened.kind === "runs") show({ element: runsScreen(opened) });
    else if (opened.kind === "pack") show({ element: packElement(opened, (member) => reopen({ member })) });
    else show(modelScreen(opened, { client, ask, status, reopen }));
    document.documentElement.dataset.opened = opened.kind;
  } catch (error) {
    status("");
    const message = error instanceof Error ? error.message : String(error);
    show({ element: element("div", { class: "refused" }, failure(error), ...keyQuestion(message, reopen)) });
    document.documentElement.dataset.opened = "refused";
  }
}

const openFiles = (files: readonly GivenFile[]): Promise<void> => open({ files });

/** Asks for the key of an encrypted file, which stays in this page. */
function keyQuestion(message: string, reopen: (other: Partial<OpenAsk>) => void): HTMLElement[] {
  if (!/encrypted/.test(message)) return [];
  const key = element("input", {
    type: "password",
    autocomplete: "off",
    "aria-label": "AES-128 key, as esp-ppq prints it",
  });
  const form = element("form", {}, element("label", {}, "its key ", key), element("button", {}, "Open"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    reopen({ key: key.value });
  });
  return [form];
}

function listen(): void {
  const drop = byId("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) drop.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.hidden = true;
    const { dataTransfer } = event;
    if (dataTransfer === null) return;
    const [file] = dataTransfer.files;
    if (dataTransfer.files.length === 1 && file !== undefined && screen?.take?.(file)) return;
    droppedFiles(dataTransfer).then(openFiles, (error: Error) => status(error.message));
  });
  for (const [button, input] of [
    ["choose", "files"],
    ["choose-folder", "folder"],
  ] as const) {
    const field = byId(input) as HTMLInputElement;
    byId(button).addEventListener("click", () => field.click());
    field.addEventListener("change", () => {
      chosenFiles(field.files ?? []).then(openFiles, (error: Error) => status(error.message));
      field.value = "";
    });
  }
  byId("home").addEventListener("click", start);
}

const graphStyle = new CSSStyleSheet();
graphStyle.replaceSync(GRAPH_STYLE);
document.adoptedStyleSheets = [graphStyle];
listen();
start();
document.documentElement.dataset.ready = String(Math.round(performance.now()));

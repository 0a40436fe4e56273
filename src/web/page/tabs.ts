import { element } from "./element.js";

export interface Tab {
  readonly name: string;
  readonly panel: HTMLElement;
  /** What stands behind the name: a count, a verdict. */
  mark(text: string): void;
  show(): void;
}

/** Panels of which one is seen; arrow keys go from tab to tab. */
export function tabs(names: readonly string[]): { readonly element: HTMLElement; readonly tabs: readonly Tab[] } {
  const list = element("div", { class: "tabs", role: "tablist" });
  const made = names.map((name, i): Tab & { readonly button: HTMLElement } => {
    const mark = element("span", { class: "mark" });
    const button = element(
      "button",
      { type: "button", role: "tab", id: `tab-${i}`, "aria-controls": `panel-${i}` },
      name,
      mark,
    );
    const panel = element("div", {
      class: "panel",
      role: "tabpanel",
      id: `panel-${i}`,
      "aria-labelledby": `tab-${i}`,
      hidden: true,
    });
    const show = (): void => {
      for (const other of made) {
        const chosen = other.panel === panel;
        other.panel.hidden = !chosen;
        other.button.setAttribute("aria-selected", String(chosen));
        other.button.tabIndex = chosen ? 0 : -1;
      }
    };
    button.addEventListener("click", show);
    return { name, panel, button, show, mark: (text) => mark.replaceChildren(text === "" ? "" : ` ${text}`) };
  });
  list.append(...made.map(({ button }) => button));
  list.addEventListener("keydown", ({ key }) => {
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    const at = made.findIndex(({ button }) => button === document.activeElement);
    if (step === 0 || at < 0) return;
    const next = made[(at + step + made.length) % made.length]!;
    next.show();
    next.button.focus();
  });
  made[0]?.show();
  return { element: element("section", { class: "side" }, list, ...made.map(({ panel }) => panel)), tabs: made };
}

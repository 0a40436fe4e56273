import type { OpenAsk } from "../protocol.js";
import { Client } from "./client.js";
import { element } from "./element.js";
import { failure, recordsElement, shownElements } from "./shown.js";
import type { Tab } from "./tabs.js";

/** Runs lint, then verify, in a worker of their own, and shows what they say. @returns what ends them */
export function checks(ask: OpenAsk, lint: Tab, verify: Tab): () => void {
  const checker = new Client();
  const opened = checker.ask("open", ask);
  const run = async (question: "lint" | "verify", tab: Tab): Promise<void> => {
    const bar = element("progress", { max: 1, value: 0, "aria-label": question });
    const words = element("p", {}, `${question} waits`);
    tab.mark("…");
    tab.panel.replaceChildren(words, bar);
    try {
      await opened;
      const { shown, json } = await checker.ask(question, {}, (text, share) => {
        words.textContent = text;
        bar.value = share;
      });
      const { table, ...rest } = shown;
      const records = table === undefined ? [] : [recordsElement(table)];
      tab.panel.replaceChildren(...shownElements(rest), ...records, saving(question, json));
      tab.mark(markOf(json));
      tab.panel.dataset.json = JSON.stringify(json);
    } catch (error) {
      tab.panel.replaceChildren(failure(error));
      tab.mark("refused");
      tab.panel.dataset.json = "null";
    }
  };
  void run("lint", lint).then(() => run("verify", verify));
  return () => checker.close();
}

function markOf(json: unknown): string {
  const { counts, passes } = json as { counts?: { error: number; warning: number }; passes?: boolean };
  if (counts !== undefined) return `${counts.error} errors, ${counts.warning} warnings`;
  return passes ? "passes" : "differs";
}

/** What the command line prints with `--json`, to keep. */
function saving(name: string, json: unknown): HTMLElement {
  const save = (): void => {
    const url = URL.createObjectURL(
      new Blob([`${JSON.stringify(json, undefined, 2)}\n`], { type: "application/json" }),
    );
    const link = element("a", { href: url, download: `${name}.json` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return element(
    "p",
    {},
    element("button", { type: "button", onclick: save }, `Save as JSON, as ${name} --json prints it`),
  );
}

import { escapeMarkup } from "../../presentation/figures/markup.js";
import { display } from "./show.js";

/** Milliseconds between two updates of one bar, at least. */
const INTERVAL = 100;
const WIDTH = 30;

/** A bar below the cell for a loop of one's own. It becomes one line when all is done. */
export interface Progress {
  /** Tells how much is done by now; the whole of it ends the bar. */
  update(done: number): void;
  /** Ends the bar, whatever is done by now. */
  done(): void;
}

/**
 * Shows a progress bar that is updated in place.
 * @param label what is done, a word or two
 * @param total how much there is to do
 */
export function progress(label: string, total: number): Progress {
  const bar = new Bar(label, total);
  let last = 0;
  const end = (): void => bar.end(`${label}: ${last} of ${total}`);
  return {
    update(done) {
      last = done;
      if (done >= total) end();
      else bar.update(done);
    },
    done: end,
  };
}

/** A bar that is drawn at most ten times a second; its last state is a line of text that says nothing of time. */
export class Bar {
  #label: string;
  readonly #handle: ReturnType<typeof display>;
  #total: number | undefined;
  #drawn = performance.now();
  #ended = false;

  /** @param total how much there is to do, if it is known */
  constructor(label: string, total?: number) {
    this.#label = label;
    this.#total = total;
    this.#handle = display(this.#picture(0));
  }

  update(done: number, total: number | undefined = this.#total, label = this.#label): void {
    this.#total = total;
    this.#label = label;
    const now = performance.now();
    if (this.#ended || now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    this.#handle.update(this.#picture(done));
  }

  /** Puts a line in the place of the bar, once. */
  end(text: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handle.update({ "text/plain": text });
  }

  #picture(done: number): Record<string, string> {
    const total = this.#total;
    const count = total === undefined ? String(done) : `${done}/${total}`;
    const share = total === undefined || total === 0 ? 0 : Math.min(done / total, 1);
    const filled = Math.round(share * WIDTH);
    const label = escapeMarkup(this.#label);
    const value = total === undefined ? "" : ` value="${share}"`;
    return {
      "text/plain": `${this.#label} ${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${count}`,
      "text/html": `<div>${label} <progress aria-label="${label}" max="1"${value}></progress> ${count}</div>`,
    };
  }
}

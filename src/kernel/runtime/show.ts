import { randomUUID } from "node:crypto";
import { type Display, displaysOf, isBundle, plain } from "./display.js";
import { frontend } from "./frontend.js";

/** An output that can be changed after it was shown, such as a progress bar. As a value of a cell it is not shown. */
export class DisplayHandle {
  /** Shows another value in its place. */
  readonly update: (value: unknown) => void;

  /** @internal */
  constructor(update: (value: unknown) => void) {
    this.update = update;
  }
}

const EMPTY: Display = { data: { "text/plain": "" }, metadata: {} };

const outputsOf = (value: unknown) => (isBundle(value) ? [{ data: plain(value), metadata: {} }] : displaysOf(value));

/**
 * Shows a value below the cell: a MIME bundle (`{"text/html": …}`) as it is, anything else as its `toMimeBundle()` or
 * `Symbol.for("Jupyter.display")` says, or as text.
 */
export function display(value: unknown): DisplayHandle {
  const ids: string[] = [];
  let last = Promise.resolve();
  const publish = (displays: readonly Display[]) => {
    const shown = ids.length;
    // An output that the next value does not have stays, empty.
    for (let i = 0; i < Math.max(displays.length, shown); i++) {
      const { data, metadata } = displays[i] ?? EMPTY;
      ids[i] ??= randomUUID();
      const content = JSON.stringify({ data, metadata, transient: { display_id: ids[i] } });
      frontend().post({ type: "publish", message: i < shown ? "update_display_data" : "display_data", content });
    }
  };
  const send = (shown: unknown) => {
    const found = outputsOf(shown);
    if (!(found instanceof Promise)) return publish(found);
    last = last.then(async () => publish(await found));
    frontend().await(last);
  };
  send(value);
  return new DisplayHandle(send);
}

/** Removes the outputs of the cell. @param options `wait`: only when the next output comes, which does not flicker */
export function clearOutput(options: { readonly wait?: boolean } = {}): void {
  frontend().post({
    type: "publish",
    message: "clear_output",
    content: JSON.stringify({ wait: options.wait ?? false }),
  });
}

/** Shows a value in the notebook's pager instead of below the cell. */
export function page(value: unknown): void {
  const found = outputsOf(value);
  const send = (displays: readonly Display[]) =>
    frontend().post({ type: "page", data: JSON.stringify(displays.at(-1)!.data) });
  if (found instanceof Promise) frontend().await(found.then(send));
  else send(found);
}

import { randomUUID } from "node:crypto";
import { type Display, displayOf, isBundle, plain } from "./display.js";
import { frontend } from "./frontend.js";

/** An output that can be changed after it was shown, such as a progress bar. As a value of a cell it is not shown. */
export class DisplayHandle {
  readonly id: string;
  /** Shows another value in its place. */
  readonly update: (value: unknown) => void;

  /** @internal */
  constructor(id: string, update: (value: unknown) => void) {
    this.id = id;
    this.update = update;
  }
}

/**
 * Shows a value below the cell: a MIME bundle (`{"text/html": …}`) as it is, anything else as its `toMimeBundle()` or
 * `Symbol.for("Jupyter.display")` says, or as text.
 */
export function display(value: unknown): DisplayHandle {
  const id = randomUUID();
  let last = Promise.resolve();
  const send = (message: string, shown: unknown) => {
    const found = isBundle(shown) ? { data: plain(shown), metadata: {} } : displayOf(shown);
    const publish = ({ data, metadata }: Display) => {
      const content = JSON.stringify({ data, metadata, transient: { display_id: id } });
      frontend().post({ type: "publish", message, content });
    };
    if (!(found instanceof Promise)) return publish(found);
    last = last.then(async () => publish(await found));
    frontend().await(last);
  };
  send("display_data", value);
  return new DisplayHandle(id, (next) => send("update_display_data", next));
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
  const found = isBundle(value) ? { data: plain(value), metadata: {} } : displayOf(value);
  const send = ({ data }: Display) => frontend().post({ type: "page", data: JSON.stringify(data) });
  if (found instanceof Promise) frontend().await(found.then(send));
  else send(found);
}

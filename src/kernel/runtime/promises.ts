import { inspect } from "node:util";

/** What Node writes on every promise while something asks where it came from, as the kernel does of each cell. */
const IDS: ReadonlySet<string | undefined> = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

/** Promises are shown without those numbers. */
export function hidePromiseIds(): void {
  const value = function (this: object) {
    for (const symbol of Object.getOwnPropertySymbols(this))
      if (IDS.has(symbol.description)) Object.defineProperty(this, symbol, { enumerable: false });
    return this; // and is shown as ever
  };
  Object.defineProperty(Promise.prototype, inspect.custom, { value, configurable: true, writable: true });
}

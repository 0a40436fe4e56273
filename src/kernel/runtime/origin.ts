import { AsyncLocalStorage } from "node:async_hooks";

const storage = new AsyncLocalStorage<number>();

/** Runs a cell: what it prints belongs to run `id`, also what its timers and promises print later. */
export function runAs<T>(id: number, run: () => T): T {
  return storage.run(id, run);
}

/** The run that the code which asks belongs to; undefined outside of any. */
export function origin(): number | undefined {
  return storage.getStore();
}

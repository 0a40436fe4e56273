import type { Binding } from "../language/compiled.js";
import type { Box, Exports } from "./context.js";

/** A cell that declared a name. What nobody can reach any more is not held by this. */
interface Holder {
  readonly exports: WeakRef<Exports>;
  readonly boxed: boolean;
}

/**
 * A name is one thing in a notebook, as at Node's prompt: whoever declares it again changes it for the functions of earlier
 * cells too. `let`s of one name share their box; other cells are given the new value when the cell has run.
 */
export class Names {
  readonly #boxes = new Map<string, Box>();
  readonly #holders = new Map<string, Holder[]>();

  /** The box of a name; `fresh` holds its value, and is the box where there was none. */
  box(name: string, fresh: Box): Box {
    const known = this.#boxes.get(name);
    if (known === undefined) {
      this.#boxes.set(name, fresh);
      return fresh;
    }
    known.value = fresh.value;
    return known;
  }

  /** Gives the names that a cell declared to the cells that declared them before. @param done those that have a value */
  settle(exports: Exports, bindings: readonly Binding[], done: readonly string[]): void {
    const boxed = new Map(bindings.map(({ name, box }) => [name, box !== undefined]));
    for (const name of done) {
      const own = boxed.get(name)!;
      const value = own ? (exports[name] as Box).value : exports[name];
      const before = (this.#holders.get(name) ?? []).filter((holder) => {
        const held = holder.exports.deref();
        if (held !== undefined && held !== exports) give(held, name, holder.boxed, value);
        return held !== undefined && held !== exports;
      });
      this.#holders.set(name, [...before, { exports: new WeakRef(exports), boxed: own }]);
    }
  }
}

function give(exports: Exports, name: string, boxed: boolean, value: unknown): void {
  if (!boxed) exports[name] = value;
  else {
    const box = exports[name] as Box;
    if (box.value !== value) box.value = value;
  }
}

import { createHook } from "node:async_hooks";
import { createRequire } from "node:module";

/** Node's account of async hooks: words by index, and the stack of the callbacks that are running. */
interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kTotals: number; readonly kCheck: number };
  clearAsyncIdStack(): void;
}

interface Hook {
  enable(): unknown;
  disable(): unknown;
}

/**
 * Code that is terminated never leaves the callbacks it was in. Once anything has enabled an async hook (as
 * AsyncLocalStorage does up to Node 22), Node takes their unbalanced stack for a bug of its own and aborts; so the count
 * of hooks that this check looks at is kept at zero between changes.
 * @returns called after a termination: forgets the callbacks that will not be left
 */
export function tolerateTermination(): () => void {
  const wrap = asyncWrap();
  if (wrap?.async_hook_fields === undefined || wrap.constants?.kTotals === undefined) return () => {};
  const { async_hook_fields: fields, constants } = wrap;
  const kept = { totals: fields[constants.kTotals]!, check: fields[constants.kCheck]! };
  const prototype = Object.getPrototypeOf(createHook({})) as Hook;
  for (const name of ["enable", "disable"] as const) {
    const original = prototype[name];
    prototype[name] = function (this: Hook) {
      fields[constants.kTotals] = kept.totals;
      fields[constants.kCheck] = kept.check;
      try {
        return original.call(this);
      } finally {
        kept.totals = fields[constants.kTotals]!;
        kept.check = fields[constants.kCheck]!;
        fields[constants.kTotals] = 0;
        fields[constants.kCheck] = 0;
      }
    };
  }
  return () => wrap.clearAsyncIdStack();
}

function asyncWrap(): AsyncWrap | undefined {
  const { noDeprecation } = process as { noDeprecation?: boolean };
  const node = process as unknown as { binding(name: string): AsyncWrap; noDeprecation?: boolean };
  node.noDeprecation = true;
  try {
    return node.binding("async_wrap");
  } catch {
    return exposed();
  } finally {
    node.noDeprecation = noDeprecation ?? false;
  }
}

/** The same where Node was started with `--expose-internals`. */
function exposed(): AsyncWrap | undefined {
  try {
    const internals = createRequire(import.meta.url)("internal/test/binding") as {
      internalBinding(name: string): AsyncWrap;
    };
    return internals.internalBinding("async_wrap");
  } catch {
    return undefined;
  }
}

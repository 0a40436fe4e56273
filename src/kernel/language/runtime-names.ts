import { createRequire, isBuiltin } from "node:module";

import ts = require("typescript");

const require = createRequire(import.meta.url);

/** How TypeScript says that something is unknown; `module`, `type` and `name` are what it is asked of. */
const UNKNOWN: Readonly<Record<number, RegExp>> = {
  2304: /^Cannot find name '(?<name>[^']+)'/,
  2305: /^Module '"(?<module>[^"]+)"' has no exported member '(?<name>[^']+)'/,
  2307: /^Cannot find module '(?<module>[^']+)'/,
  2339: /^Property '(?<name>[^']+)' does not exist on type '(?:typeof import\("(?<module>[^"]+)"\)|(?<type>[^']+))'/,
  2550: /^Property '(?<name>[^']+)' does not exist on type '(?<type>[^']+)'/,
  2551: /^Property '(?<name>[^']+)' does not exist on type '(?:typeof import\("(?<module>[^"]+)"\)|(?<type>[^']+))'/,
  2552: /^Cannot find name '(?<name>[^']+)'/,
  2614: /^Module '"(?<module>[^"]+)"' has no exported member '(?<name>[^']+)'/,
  2724: /^'"(?<module>[^"]+)"' has no exported member named '(?<name>[^']+)'/,
};

/**
 * Whether an error says that the types lack what the Node that runs has: those of Node are of the oldest one supported.
 * A cell may use it, as of type any.
 */
export function isInRuntime({ code, messageText }: ts.Diagnostic): boolean {
  const found = UNKNOWN[code]?.exec(ts.flattenDiagnosticMessageText(messageText, " "))?.groups;
  if (found === undefined) return false;
  const { module, type, name } = found;
  if (module !== undefined && !isBuiltin(module)) return false;
  if (name === undefined) return true;
  const owners = module !== undefined ? [require(module)] : type !== undefined ? valuesOf(type) : [globalThis];
  return owners.some((owner) => Object(owner) === owner && name in owner);
}

/** The global values that may be of a type with this name. */
function valuesOf(type: string): unknown[] {
  const globals = globalThis as unknown as Record<string, { readonly prototype?: unknown } | undefined>;
  if (type === "Process") return [process];
  const [, name = ""] = /^(?:typeof )?(\w+?)(?:Constructor)?(?:<.*>)?$/.exec(type) ?? [];
  const value = globals[name];
  if (type === name && typeof value === "function") return [value.prototype];
  // What a module exports as a whole is called as it is: `typeof assert`, `typeof Stream`.
  const module = `node:${name.toLowerCase()}`;
  return type === `typeof ${name}` && isBuiltin(module) ? [value, require(module)] : [value];
}

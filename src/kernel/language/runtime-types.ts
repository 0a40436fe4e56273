import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import ts = require("typescript");

/**
 * Types of what Node has and `@types/node` lacks or has otherwise: WebAssembly as TypeScript's own library declares it
 * for browsers, and bodies as JSON of any shape, as there.
 */
export function runtimeTypes(): string {
  const file = join(dirname(ts.getDefaultLibFilePath({})), "lib.dom.d.ts");
  const namespace = /^declare namespace WebAssembly \{$[\s\S]*?^\}$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
  return `${namespace}
type BufferSource = ArrayBufferView | ArrayBuffer;
/** A line from the person at the notebook. */
declare function prompt(question?: string, preset?: string): string;
/** Whether the person at the notebook answers \`y\`. */
declare function confirm(question?: string): boolean;
/** Shows a text and waits for the person at the notebook. */
declare function alert(text?: string): void;
interface Response { json(): Promise<any> }
interface Request { json(): Promise<any> }
`;
}

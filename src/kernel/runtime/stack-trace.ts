import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import type { CompiledModule } from "../language/compiled.js";

const KERNEL = fileURLToPath(new URL("..", import.meta.url));
const maps = new Map<string, SourceMap>();

/** Makes stack traces name the lines of `module` as the user wrote it. */
export function registerSource(module: CompiledModule): void {
  maps.set(module.id, new SourceMap(JSON.parse(module.sourceMap)));
}

/** Stack traces of this process name cells and their own lines, and end where the kernel's own frames begin. */
export function installStackTraces(): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.filter((site) => !isKernel(site));
    while (frames.length > 0 && frames.some(isUser) && isInternal(frames.at(-1)!)) frames.pop();
    return [header(error), ...frames.map((site) => `    at ${frame(site)}`)].join("\n");
  };
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function frame(site: NodeJS.CallSite): string {
  const file = site.getFileName();
  const map = file ? maps.get(file) : undefined;
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (map === undefined || line === null || column === null) return String(site);
  const found = map.findEntry(line - 1, column - 1) as { originalLine?: number; originalColumn?: number };
  if (found.originalLine === undefined) return String(site);
  const place = `${file}:${found.originalLine + 1}:${found.originalColumn! + 1}`;
  return String(site).replace(`${file}:${line}:${column}`, () => place);
}

function isUser(site: NodeJS.CallSite): boolean {
  return maps.has(site.getFileName() ?? "");
}

function isInternal(site: NodeJS.CallSite): boolean {
  return site.getFileName()?.startsWith("node:") ?? true;
}

function isKernel(site: NodeJS.CallSite): boolean {
  const file = site.getFileName() ?? "";
  return (file.startsWith("file:") ? fileURLToPath(file) : file).startsWith(KERNEL);
}

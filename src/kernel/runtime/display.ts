import { inspect } from "node:util";

/** Representations of one value by MIME type; JSON types hold objects, pictures base64. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Display {
  readonly data: MimeBundle;
  readonly metadata: MimeBundle;
}

type Outputs = (value: unknown) => readonly object[] | undefined;

let libraryOutputs: Outputs = () => undefined;

/** From now on the library's objects show themselves: its displays are loaded with it, not with the kernel. */
export function useLibraryDisplays(outputs: Outputs): void {
  libraryOutputs = outputs;
}

/** The method by which an object shows itself in any JavaScript kernel (Deno's name). */
const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

interface Displayable {
  [JUPYTER_DISPLAY]?(): unknown;
  toMimeBundle?(): unknown;
}

/**
 * How a value is shown: as it says itself, by `Symbol.for("Jupyter.display")` or `toMimeBundle()` (which return a
 * bundle, or a pair of bundle and metadata, or a promise of one), as the library shows its own objects (a figure and a
 * table are two outputs), else by `util.inspect`. A bundle with text in it is shown as it is.
 */
export function displaysOf(value: unknown): readonly Display[] | Promise<readonly Display[]> {
  // An object whose keys merely look like MIME types is not one.
  if (isBundle(value) && typeof value["text/plain"] === "string") return [{ data: plain(value), metadata: {} }];
  const own = ownDisplay(value);
  if (own instanceof Promise) return own.then((found) => [pair(found, value)]);
  if (own !== undefined) return [pair(own, value)];
  return libraryOutputs(value)?.map((data) => ({ data: { ...data }, metadata: {} })) ?? [asText(value)];
}

const asText = (value: unknown): Display => ({ data: { "text/plain": inspect(value) }, metadata: {} });

function ownDisplay(value: unknown): unknown {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return undefined;
  const shown = value as Displayable;
  if (typeof shown[JUPYTER_DISPLAY] === "function") return shown[JUPYTER_DISPLAY]();
  return typeof shown.toMimeBundle === "function" ? shown.toMimeBundle() : undefined;
}

function pair(found: unknown, value: unknown): Display {
  if (Array.isArray(found) && isBundle(found[0]))
    return { data: plain(found[0]), metadata: (found[1] ?? {}) as MimeBundle };
  if (isBundle(found)) return { data: plain(found), metadata: {} };
  return asText(value);
}

/** Whether an object is a bundle itself: every key is a MIME type. */
export function isBundle(value: unknown): value is MimeBundle {
  // Of an array of numbers every index is a key.
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^[\w.+-]+\/[\w.+-]+(;.*)?$/.test(key));
}

/** Bytes as base64, as the protocol wants pictures. */
export function plain(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, data]) => [
      type,
      data instanceof Uint8Array ? Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") : data,
    ]),
  );
}

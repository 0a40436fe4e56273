import { type DisplayHandle, display } from "./show.js";

/** Shows HTML below the cell. */
export function html(markup: string): DisplayHandle {
  return display({ "text/html": String(markup), "text/plain": "[HTML]" });
}

/** Shows Markdown below the cell. */
export function md(text: string): DisplayHandle {
  return display({ "text/markdown": String(text), "text/plain": String(text) });
}

/** Shows an SVG picture below the cell. */
export function svg(markup: string): DisplayHandle {
  return display({ "image/svg+xml": String(markup), "text/plain": "[SVG]" });
}

/** Shows a PNG picture below the cell. @param picture the bytes of the file */
export function png(picture: Uint8Array): DisplayHandle {
  return display({ "image/png": Buffer.from(picture).toString("base64"), "text/plain": "[PNG]" });
}

import { oneLine } from "../errors.js";

/** Any text as HTML shows it literally, in content and in attributes; control and bidirectional characters are escaped. */
export function escapeHtml(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

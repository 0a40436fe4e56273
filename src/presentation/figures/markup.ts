import { oneLine } from "../../base/errors.js";

/**
 * Any text as XML and HTML show it literally, in content and in attributes. Control characters (XML allows few) and
 * bidirectional ones are escaped as messages have them.
 */
export function escapeMarkup(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

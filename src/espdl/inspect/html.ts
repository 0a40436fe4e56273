/** Text as it may stand in HTML and in its attributes. */
export function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"'\p{Cc}]/gu,
    (c) => `&#${c.charCodeAt(0) < 32 || c.charCodeAt(0) === 127 ? 0xfffd : c.charCodeAt(0)};`,
  );
}

/** JSON as it may stand in a script element. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

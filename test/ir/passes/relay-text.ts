/**
 * A golden module's text as our printer writes it. Taken away: spans, the note about metadata, the width of integer
 * attributes (`1i64`), and what the original's canonicalization wrote into the attributes of the earlier modules.
 */
export function normalizeRelay(text: string): string {
  return text
    .replace(/ span=[^*]*? \*\//g, " */")
    .replace(/\n\/\* For debugging[\s\S]*$/, "")
    .replace(/(pad_width|indices_or_sections)=[^=)]*/g, (match) => match.replace(/i64/g, ""))
    .replace(/, compute_dtype="int64"/g, "")
    .replace(/, rounding="UPWARD"/g, "")
    .trim();
}

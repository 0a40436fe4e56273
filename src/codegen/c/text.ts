/** A C identifier made of `text`: what C does not allow becomes `_`. Not unique; empty text gives `_`. */
export function identifier(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}

/** Identifiers for `names`, in their order, distinct also in capitals: repeats and keywords get a number. */
export function uniqueIdentifiers(names: readonly string[]): string[] {
  const taken = new Set(KEYWORDS.map((word) => word.toUpperCase()));
  return names.map((name) => {
    const base = identifier(name);
    let unique = base;
    for (let count = 1; taken.has(unique.toUpperCase()); count++) unique = `${base}_${count}`;
    taken.add(unique.toUpperCase());
    return unique;
  });
}

/** `text` as a C string literal, in ASCII; octal escapes, which end after three digits whatever follows. */
export function stringLiteral(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${bytes.join("")}"`;
}

/** `text` for the inside of a C comment: one line of ASCII that cannot end the comment. */
export function commentText(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, "?")
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("??/", "? ?/");
}

const KEYWORDS = (
  "auto break case char const continue default do double else enum extern float for goto if inline int long register " +
  "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex " +
  "_Imaginary asm and bool catch class delete explicit export false friend mutable namespace new not operator or private " +
  "protected public template this throw true try typeid typename using virtual xor NULL main"
).split(" ");

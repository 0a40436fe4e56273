/** The layouts an exporter names in a doc string. `A` of a blocked one is 16 for int8 and 8 for int16. */
export const LAYOUTS: ReadonlySet<string> = new Set([
  "UNK",
  "NCHW",
  "NHWC",
  "HWCN",
  "NCW",
  "NWC",
  "WCN",
  ...["(N/16)HWC16", "(N/8)HWC8", "(N/16)WC16", "(N/8)WC8"].flatMap((name) => [name, `${name}_UNALIGNED`]),
  // Files of 2024 and early 2025.
  ...["N16HWC16", "N8HWC8", "N16WC16", "N8WC8"].flatMap((name) => [name, `${name}_UNALIGNED`]),
]);

const PREFIX = "layout ==> ";

/** Layouts that are the C order of a tensor's dims. */
const PLAIN: ReadonlySet<string> = new Set(["", "UNK", "NCHW", "NCW"]);

/** True unless a doc string, read by `layoutOf`, names a layout other than C order. */
export function isPlain(layout: string): boolean {
  return PLAIN.has(layout) || !(LAYOUTS.has(layout) || layout.startsWith(PREFIX));
}

/** The layout that a doc string names; another doc string is kept as it is. */
export function layoutOf(docString: string | undefined): string {
  if (docString === undefined) return "";
  const name = docString.startsWith(PREFIX) ? docString.slice(PREFIX.length) : "";
  return LAYOUTS.has(name) ? name : docString;
}

/** The doc string of a layout: the inverse of `layoutOf`. */
export function docStringOf(layout: string): string {
  return LAYOUTS.has(layout) ? PREFIX + layout : layout;
}

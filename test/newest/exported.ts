/** What an exporter's Python sources say that a file may hold. */
export interface Exported {
  readonly operators: ReadonlySet<string>;
  readonly quantTypes: ReadonlySet<string>;
  readonly layouts: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}

/** Reads the sets of operators, the classes of constants and every assignment to an attribute, without running it. */
export function exported(sources: Iterable<string>): Exported {
  const text = [...sources].join("\n");
  const all = (pattern: RegExp, of: string): string[] => Array.from(of.matchAll(pattern), (match) => match[1]!);
  const strings = (of: string): string[] => all(/"([^"\n]+)"/g, of.replace(/#.*/g, ""));
  const sets = all(/^\w+_OP_SET = \{([^}]*)\}/gm, text);
  const constants = (name: string): Set<string> =>
    new Set(all(new RegExp(`^class ${name}\\b.*:\\n((?: +\\w+ = ".*"\\n)+)`, "gm"), text).flatMap(strings));
  return {
    operators: new Set([...sets.flatMap(strings), ...all(/\bop_type=["'](\w+)["']/g, text)]),
    quantTypes: constants("EspQuantType"),
    layouts: constants("LayoutAnnotation"),
    attributes: new Set(all(/\battributes\[["'](\w+)["']\] = /g, text)),
  };
}

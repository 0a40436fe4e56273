import ts = require("typescript");

import type { Host } from "./host.js";

/** What is known of a name or of the call around the cursor. */
export interface Inspection {
  readonly markdown: string;
  readonly text: string;
}

/**
 * Hover text of the name at the cursor, and the signatures of the call whose arguments it stands in.
 * @param offset where `code` stands in the module that is asked about
 */
export function inspectAt(
  service: ts.LanguageService,
  host: Host,
  offset: number,
  code: string,
  cursor: number,
): Inspection | undefined {
  const path = host.root;
  const at = offset + Math.min(cursor, code.length);
  readComments(service, host, at);
  const hover =
    service.getQuickInfoAtPosition(path, at) ??
    (at > offset ? service.getQuickInfoAtPosition(path, at - 1) : undefined);
  const parts: Section[] = [];
  if (hover !== undefined) parts.push(section(hover.displayParts, hover.documentation, hover.tags));
  const help = service.getSignatureHelpItems(path, at, undefined);
  for (const item of help?.items ?? []) {
    const parameters = item.parameters.flatMap(({ displayParts }, i) =>
      i === 0 ? displayParts : [...item.separatorDisplayParts, ...displayParts],
    );
    const signature = [...item.prefixDisplayParts, ...parameters, ...item.suffixDisplayParts];
    const active = item.parameters[help!.argumentIndex];
    const about = active?.documentation.length ? [...active.documentation] : item.documentation;
    parts.push(section(signature, about, hover === undefined ? item.tags : []));
  }
  if (parts.length === 0) return undefined;
  return {
    markdown: parts.map(({ markdown }) => markdown).join("\n\n"),
    text: parts.map(({ text }) => text).join("\n\n"),
  };
}

/** What is told of a name stands in comments, which are read for the files that declare it. */
function readComments(service: ts.LanguageService, host: Host, at: number): void {
  const called = service.getSignatureHelpItems(host.root, at, undefined)?.applicableSpan.start ?? at;
  const places = [at, at - 1, called - 1, called - 2];
  const files = places.flatMap((place) => service.getDefinitionAtPosition(host.root, place) ?? []);
  for (const { fileName } of files) host.documents.document(fileName);
}

interface Section {
  readonly markdown: string;
  readonly text: string;
}

function section(
  code: readonly ts.SymbolDisplayPart[] | undefined,
  documentation: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): Section {
  const shown = ts.displayPartsToString([...(code ?? [])]);
  const about = ts.displayPartsToString([...(documentation ?? [])]);
  const marked: string[] = [];
  const plain: string[] = [];
  for (const { name, text } of tags ?? []) {
    const told = ts.displayPartsToString(text);
    marked.push(`*@${name}* ${told}`.trim());
    plain.push(`@${name} ${told}`.trim());
  }
  const fence = "```";
  return {
    markdown: [`${fence}typescript\n${shown}\n${fence}`, about, marked.join("  \n")].filter(Boolean).join("\n\n"),
    text: [shown, about, plain.join("\n")].filter(Boolean).join("\n\n"),
  };
}

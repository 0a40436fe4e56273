import ts = require("typescript");

import { isInPackage } from "./files.js";

/**
 * The files that were read, as syntax trees. The comments of packages are most of what they hold: they are read only when
 * somebody asks about a name in that package's file.
 */
export class Documents {
  readonly #trees = new Map<string, Tree>();
  readonly #documented = new Set<string>();

  /** As TypeScript's language service takes it: it asks for one file in one way. */
  readonly registry = {
    getKeyForCompilationSettings: () => "",
    acquireDocumentWithKey: (...request: Request) => this.#tree(...request),
    updateDocumentWithKey: (...request: Request) => this.#tree(...request),
    releaseDocumentWithKey: () => {},
  } as unknown as ts.DocumentRegistry;

  /** From now on the comments of this file are read too. */
  document(file: string): void {
    if (isInPackage(file)) this.#documented.add(file);
  }

  /** Changes when a file is to be read otherwise. */
  get version(): number {
    return this.#documented.size;
  }

  /** What to add to the version of a file. */
  suffix(file: string): string {
    return this.#documented.has(file) ? "+" : "";
  }

  #tree(...[file, path, , , snapshot, version, kind, given]: Request): ts.SourceFile {
    const known = this.#trees.get(path);
    if (known?.version === version) return known;
    const all = !isInPackage(file) || this.#documented.has(file);
    const jsDocParsingMode = all ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone;
    const options = { ...(given as ts.CreateSourceFileOptions), jsDocParsingMode };
    const tree: Tree = ts.createLanguageServiceSourceFile(file, snapshot, options, version, false, kind);
    this.#trees.set(path, tree);
    return tree;
  }
}

/** `version` is what the language service has noted there. */
type Tree = ts.SourceFile & { version?: string };
type Request = Parameters<ts.DocumentRegistry["acquireDocumentWithKey"]>;

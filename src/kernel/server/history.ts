/** A cell that was run: session, line and input, with its text output when it was asked for. */
type Entry = { readonly line: number; readonly input: string; output: string | null };

/** Request of the protocol for earlier cells. */
export interface HistoryRequest {
  readonly output?: boolean;
  readonly hist_access_type: "range" | "tail" | "search";
  readonly session?: number;
  readonly start?: number;
  readonly stop?: number;
  readonly n?: number;
  readonly pattern?: string;
  readonly unique?: boolean;
}

const SESSION = 1;

/** The cells of this session. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push({ line, input, output: null });
  }

  setOutput(line: number, output: string): void {
    const entry = this.#entries.at(-1);
    if (entry?.line === line) entry.output = output;
  }

  find(request: HistoryRequest): unknown[] {
    return this.#select(request).map(({ line, input, output }) => [
      SESSION,
      line,
      request.output === true ? [input, output] : input,
    ]);
  }

  #select({ hist_access_type, session = 0, start = 0, stop, n, pattern = "*", unique }: HistoryRequest): Entry[] {
    if (hist_access_type === "range") {
      // 0 is the current session, negative ones count back from it.
      if (session !== 0 && session !== SESSION) return [];
      return this.#entries.filter(({ line }) => line >= start && (stop === undefined || stop === null || line < stop));
    }
    let found = this.#entries;
    if (hist_access_type === "search") {
      const wanted = glob(pattern);
      found = found.filter(({ input }) => wanted.test(input));
      if (unique === true) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
    }
    return n === undefined || n === null ? found : found.slice(-n);
  }
}

/** `*` any text, `?` any character, as IPython searches. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "u");
}

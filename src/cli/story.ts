import { colors } from "./colors.js";
import { print } from "./output.js";

/**
 * What a long run has to tell, kept until it ends, so that what was found stands first and on one screen.
 * Details are kept only if they were asked for.
 */
export class Story {
  readonly #parts: string[] = [];
  readonly #verbose: boolean;

  constructor(verbose: boolean) {
    this.#verbose = verbose;
  }

  chapter(title: string): void {
    this.#parts.push(`\n${colors.bold(title)}`);
  }

  say(text: string): void {
    this.#parts.push(text);
  }

  /** A table or listing: long, and not what the reader came for. */
  detail(text: () => string): void {
    if (this.#verbose) this.#parts.push(`\n${text()}\n`);
  }

  /** Prints `findings`, then all that was said. */
  tell(findings: readonly string[]): void {
    print([...findings, ...this.#parts].join("\n"));
  }
}

import { Readable } from "node:stream";

/** Milliseconds in which a program that has its answer says that it reads no further. */
const PAUSE = 30;

/**
 * Makes what programs ask for at a terminal ask the person at the notebook: `process.stdin` (and so `node:readline`),
 * `prompt`, `confirm` and `alert`, as in browsers.
 * @param input asks and waits for a line
 */
export function provideStdin(input: (prompt: string) => string): void {
  let wanted = false;
  const ask = (): void => {
    // Whoever reads has printed its question first, and stops reading when it has its answer.
    if (!wanted || stdin.readableFlowing === false) return;
    wanted = false;
    try {
      stdin.push(`${input("")}\n`);
    } catch (error) {
      stdin.destroy(error as Error);
    }
  };
  const stdin = new Readable({
    read() {
      wanted = true;
      setTimeout(ask, PAUSE);
    },
  });
  stdin.on("resume", () => setTimeout(ask, PAUSE));
  Object.defineProperty(process, "stdin", { value: Object.assign(stdin, { fd: 0, isTTY: false }), configurable: true });
  Object.assign(globalThis, {
    prompt: (question = "", preset = ""): string => input(`${question} `) || preset,
    confirm: (question = ""): boolean => /^\s*y(es)?\s*$/i.test(input(`${question} [y/N] `)),
    alert: (text = ""): void => void input(`${text} [Enter] `),
  });
}

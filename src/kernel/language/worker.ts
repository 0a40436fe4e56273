import { workerData } from "node:worker_threads";
import { connect } from "../remote.js";
import type { LanguageData } from "../threads.js";
import { loadTypeScript } from "./load-typescript.js";
import type { LanguageSession } from "./session.js";
import { tidier } from "./tidy.js";

/** What the server asks of this thread. */
export type LanguageCalls = {
  compile: LanguageSession["compile"];
  settle: LanguageSession["settle"];
  checkTypes: LanguageSession["checkTypes"];
  complete: LanguageSession["complete"];
  inspect: LanguageSession["inspect"];
  isComplete: LanguageSession["isComplete"];
};

/** What the main thread asks of it. */
export type LoadCalls = { load: LanguageSession["load"] };

/** Milliseconds after which the library's types are read, if no cell has asked for them. */
const PAUSE = 300;

// TypeScript takes a second to load: calls wait in the port meanwhile.
const { server, main, folder } = workerData as LanguageData;
const keep = loadTypeScript();
const session = import("./session.js").then(({ LanguageSession }) => {
  const started = new LanguageSession(folder);
  started.warm();
  // Cells that wait already come first.
  setTimeout(() => {
    started.warmLab();
    keep();
  }, PAUSE);
  return started;
});

const tidy = tidier();

/** A method of the session, called when there is one. */
function of<K extends keyof LanguageCalls | keyof LoadCalls>(name: K) {
  return async (...args: Parameters<LanguageSession[K]>): Promise<ReturnType<LanguageSession[K]>> => {
    const started = await session;
    try {
      return (started[name] as (...all: unknown[]) => ReturnType<LanguageSession[K]>).apply(started, args);
    } finally {
      tidy();
    }
  };
}

connect(server, {
  compile: of("compile"),
  settle: of("settle"),
  checkTypes: of("checkTypes"),
  complete: of("complete"),
  inspect: of("inspect"),
  isComplete: of("isComplete"),
} satisfies Record<keyof LanguageCalls, unknown>);
connect(main, { load: of("load") } satisfies Record<keyof LoadCalls, unknown>);

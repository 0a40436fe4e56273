import { workerData } from "node:worker_threads";
import { connect } from "../remote.js";
import type { LanguageData } from "../threads.js";
import { loadTypeScript } from "./load-typescript.js";
import type { LanguageSession } from "./session.js";

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

connect(server, {
  compile: async (...args: Parameters<LanguageCalls["compile"]>) => (await session).compile(...args),
  settle: async (...args: Parameters<LanguageCalls["settle"]>) => (await session).settle(...args),
  checkTypes: async (...args: Parameters<LanguageCalls["checkTypes"]>) => (await session).checkTypes(...args),
  complete: async (...args: Parameters<LanguageCalls["complete"]>) => (await session).complete(...args),
  inspect: async (...args: Parameters<LanguageCalls["inspect"]>) => (await session).inspect(...args),
  isComplete: async (...args: Parameters<LanguageCalls["isComplete"]>) => (await session).isComplete(...args),
} satisfies LanguageCalls | Record<string, unknown>);
connect(main, {
  load: async (...args: Parameters<LoadCalls["load"]>) => (await session).load(...args),
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NotebookSession, type Shown } from "./notebook-session.js";
import { DAILY } from "./situations/daily.js";
import { DAILY_FILES } from "./situations/daily-files.js";
import { DAILY_SECOND } from "./situations/daily-second.js";
import { DECLARED } from "./situations/declared.js";
import { LANGUAGE } from "./situations/language.js";
import { FILES, NODE } from "./situations/node.js";
import { PROGRAMS } from "./situations/programs.js";
import { SHOWN } from "./situations/shown.js";
import type { Situation } from "./situations/situation.js";
import { STATE } from "./situations/state.js";
import { THROWN } from "./situations/thrown.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start({ ...FILES, ...DAILY_FILES });
});
afterAll(() => notebook.stop());

describe.each<[string, readonly Situation[]]>([
  ["the language", LANGUAGE],
  ["state", STATE],
  ["modules and Node", NODE],
  ["what is shown", SHOWN],
  ["declarations", DECLARED],
  ["programs", PROGRAMS],
  ["what is odd", THROWN],
  ["all day", [...DAILY, ...DAILY_SECOND]],
])("%s", (_, situations) => {
  test.each(situations)("%s", async (_, cells, shows) => {
    let last: Shown | undefined;
    for (const cell of cells) last = await notebook.run(cell);
    expect(said(last!, shows), last!.traceback).toBe(shows);
  });
});

/** What a cell showed, in the form of what is expected. */
function said({ result, error, stdout, stderr }: Shown, expected: string): string {
  if (expected.startsWith("out: ")) return `out: ${stdout}`;
  if (expected.startsWith("err: ")) return `err: ${stderr}`;
  if (error !== undefined) return `fail: ${error}`;
  return result ?? "none";
}

import { UserError } from "../../base/errors.js";
import type { BoardRow, OpenAsk, Opened, Question, Questions, Reply, Request } from "../protocol.js";
import { demonstrate } from "./demonstration.js";
import { demonstrationBoards, demonstrationModel, digitClassifier, sampleDigits } from "./digits.js";
import { lineOf } from "./lines.js";
import type { Progress } from "./progress.js";
import { Session } from "./session.js";

const session = new Session();

type Answering = {
  readonly [Q in Question]: (
    ask: Questions[Q]["ask"],
    progress: Progress,
    part: (row: BoardRow) => void,
  ) => Questions[Q]["answer"] | Promise<Questions[Q]["answer"]>;
};

const ANSWERS: Answering = {
  open: (ask) => open(ask),
  run: (ask, progress) => session.run(ask, progress),
  lint: (_, progress) => session.lint(progress),
  verify: (_, progress) => session.verify(progress),
  layer: (ask) => session.layer(ask),
  numbers: (ask) => session.numbers(ask),
  element: (ask) => session.element(ask),
  board: (ask) => session.openBoard(lineOf(ask)),
  capture: (_, _progress, part) => session.capture(part),
  bisect: (_, progress) => session.bisect(progress),
  leave: () => session.leave().then(() => undefined),
  digits: () => sampleDigits(),
  demonstrate: ({ digit, fault, width }) => demonstrate(digitClassifier(), digit, fault, width),
};

async function open(ask: OpenAsk): Promise<Opened> {
  if (ask.demonstration !== true) return session.open(ask);
  const opened = await session.open({ files: [demonstrationModel()] });
  return opened.kind === "model" ? { ...opened, boards: demonstrationBoards() } : opened;
}

/** Milliseconds between two words on progress. */
const PAUSE = 80;

self.addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  const { number, question, ask } = data;
  const reply = (message: Reply): void => self.postMessage(message);
  let last = 0;
  const progress: Progress = (text, share) => {
    const now = performance.now();
    if (now - last < PAUSE) return;
    last = now;
    reply({ number, kind: "progress", text, share });
  };
  try {
    const answer = await (ANSWERS[question] as Answering["open"])(ask as OpenAsk, progress, (part) =>
      reply({ number, kind: "part", part }),
    );
    reply({ number, kind: "answer", answer });
  } catch (error) {
    const message =
      error instanceof UserError
        ? error.message
        : `a defect of this page: ${error instanceof Error ? error.message : error}`;
    reply({ number, kind: "error", message });
  }
});

import { UserError } from "../../base/errors.js";
import type { Question, Questions, Reply, Request } from "../protocol.js";
import { demonstrate } from "./demonstration.js";
import { digitClassifier, sampleDigits } from "./digits.js";
import { type Progress, Session } from "./session.js";

const session = new Session();

type Answering = {
  readonly [Q in Question]: (
    ask: Questions[Q]["ask"],
    progress: Progress,
  ) => Questions[Q]["answer"] | Promise<Questions[Q]["answer"]>;
};

const ANSWERS: Answering = {
  open: (ask) => session.open(ask),
  run: (ask, progress) => session.run(ask, progress),
  lint: (_, progress) => session.lint(progress),
  verify: (_, progress) => session.verify(progress),
  layer: (ask) => session.layer(ask),
  numbers: (ask) => session.numbers(ask),
  element: (ask) => session.element(ask),
  digits: () => sampleDigits(),
  demonstrate: ({ digit, fault, width }) => demonstrate(digitClassifier(), digit, fault, width),
};

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
    const answer = await (ANSWERS[question] as Answering["open"])(ask as Questions["open"]["ask"], progress);
    reply({ number, kind: "answer", answer });
  } catch (error) {
    const message =
      error instanceof UserError
        ? error.message
        : `a defect of this page: ${error instanceof Error ? error.message : error}`;
    reply({ number, kind: "error", message });
  }
});

import type { BoardRow, Question, Questions, Reply, Request } from "../protocol.js";
import Computing from "../worker/worker.js?worker&inline";

/** Told how far the worker is. */
export type OnProgress = (text: string, share: number) => void;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: OnProgress | undefined;
  readonly onPart: ((part: BoardRow) => void) | undefined;
}

/** A worker that computes, asked by messages. */
export class Client {
  private readonly worker = new Computing();
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor() {
    this.worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.hear(data));
    this.worker.addEventListener("error", ({ message }) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`the worker ended: ${message}`));
      this.waiting.clear();
    });
  }

  /** @throws Error with one line for the person */
  ask<Q extends Question>(
    question: Q,
    ask: Questions[Q]["ask"],
    onProgress?: OnProgress,
    onPart?: (part: BoardRow) => void,
  ): Promise<Questions[Q]["answer"]> {
    const number = ++this.last;
    const request: Request<Q> = { number, question, ask };
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve: resolve as Waiting["resolve"], reject, onProgress, onPart });
      this.worker.postMessage(request, "line" in ask && ask.line !== undefined ? [ask.line] : []);
    });
  }

  /** Ends what it computes. */
  close(): void {
    this.worker.terminate();
  }

  private hear(reply: Reply): void {
    const waiting = this.waiting.get(reply.number);
    if (waiting === undefined) return;
    if (reply.kind === "progress") {
      waiting.onProgress?.(reply.text, reply.share);
      return;
    }
    if (reply.kind === "part") {
      waiting.onPart?.(reply.part);
      return;
    }
    this.waiting.delete(reply.number);
    if (reply.kind === "error") waiting.reject(new Error(reply.message));
    else waiting.resolve(reply.answer);
  }
}

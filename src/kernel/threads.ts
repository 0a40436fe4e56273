import type { MessagePort } from "node:worker_threads";
import type { CompiledCell } from "./language/compiled.js";

/** Words of the memory that the main thread (which runs the cells) shares with the server thread. */
export const EPOCH = 0;
/** Characters of stream text that the server has not sent yet. */
export const UNSENT = 1;
/** State of the one input request that may be open: see INPUT_*. */
export const INPUT = 2;
export const SHARED_WORDS = 3;

export const INPUT_WAITING = 0;
export const INPUT_ANSWERED = 1;
export const INPUT_INTERRUPTED = 2;

/** An exception as the protocol shows it. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** How a cell ended, and which of its names were initialized. */
export type Outcome =
  | { readonly status: "ok"; readonly initialized: readonly string[]; readonly value?: string }
  | { readonly status: "error"; readonly initialized: readonly string[]; readonly failure: Failure };

/** From the server to the main thread. */
export type ToMain =
  | { readonly type: "run"; readonly id: number; readonly cell: CompiledCell; readonly job: Job }
  | { readonly type: "interrupt"; readonly ticket: number; readonly question: number; readonly run: number | undefined }
  | { readonly type: "forget"; readonly cells: readonly string[] }
  | { readonly type: "comm"; readonly event: CommEvent }
  | { readonly type: "shutdown" };

/**
 * How to run a cell: `quiet` shows no result, `capture` returns it instead of showing it; `timed` prints how long it took.
 */
export interface Job {
  readonly result: "show" | "quiet" | "capture";
  readonly allowStdin: boolean;
  readonly timed: boolean;
}

export interface CommEvent {
  readonly kind: "comm_open" | "comm_msg" | "comm_close";
  readonly comm: string;
  readonly target?: string;
  readonly data: unknown;
}

/** From the main thread to the server; `run` is the run that caused it, where that is known. */
export type FromMain = Event & { readonly run?: number };

/** `content` is JSON text. */
type Event =
  | { readonly type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "publish"; readonly message: string; readonly content: string }
  | { readonly type: "result"; readonly data: string; readonly metadata: string }
  | { readonly type: "page"; readonly data: string }
  | { readonly type: "input"; readonly prompt: string; readonly password: boolean }
  | { readonly type: "check"; readonly on: boolean }
  | { readonly type: "comm"; readonly event: CommEvent }
  | { readonly type: "interrupted"; readonly question: number }
  | { readonly type: "done"; readonly id: number; readonly outcome: Outcome };

/** What the server thread is given at its start. */
export interface ServerData {
  readonly connectionFile: string;
  readonly shared: SharedArrayBuffer;
  readonly main: MessagePort;
  readonly language: MessagePort;
  readonly input: MessagePort;
}

/** What the language thread is given at its start. */
export interface LanguageData {
  readonly server: MessagePort;
  readonly main: MessagePort;
  readonly folder: string;
}

import type { LanguageCalls } from "../language/worker.js";
import type { Remote } from "../remote.js";
import type { Failure, FromMain, Job, Outcome } from "../threads.js";
import type { Content, Message } from "../wire.js";
import type { History } from "./history.js";
import type { IOPub, Parent } from "./iopub.js";
import type { MainThread } from "./main-thread.js";

/** Content of an `execute_request`. */
interface Request {
  readonly code: string;
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: Record<string, string>;
  readonly allow_stdin?: boolean;
  readonly stop_on_error?: boolean;
}

/** Milliseconds in which requests that were sent before a cell failed are read from the sockets. */
const ARRIVAL = 20;

/** A first line that asks for the time of a cell. */
const TIMED = /^\s*\/\/[ \t]*%time\b/;

const INTERRUPTED: Failure = {
  ename: "Interrupted",
  evalue: "stopped by the person at the notebook",
  traceback: ["Interrupted: stopped by the person at the notebook"],
};

/** Runs the cells that are asked for, one after the other. */
export class Executor {
  readonly #language: Remote<LanguageCalls>;
  readonly #main: MainThread;
  readonly #iopub: IOPub;
  readonly #history: History;
  readonly #epoch: () => number;
  readonly #overtaken: (request: Message) => boolean;
  readonly #reply: (request: Message, type: string, content: Content) => void;
  readonly #queue: Message[] = [];
  #working = false;
  #count = 0;
  /** Compilations since the last cell that was counted. */
  #uncounted = 0;
  #pages: unknown[] = [];

  /** The request that is running, or ran last: what is printed belongs to it. */
  current: Message | undefined;

  /** @param epoch counts interrupts @param overtaken whether an interrupt that was sent behind the request came before it */
  constructor(
    language: Remote<LanguageCalls>,
    main: MainThread,
    iopub: IOPub,
    history: History,
    epoch: () => number,
    overtaken: (request: Message) => boolean,
    reply: (request: Message, type: string, content: Content) => void,
  ) {
    this.#language = language;
    this.#main = main;
    this.#iopub = iopub;
    this.#history = history;
    this.#epoch = epoch;
    this.#overtaken = overtaken;
    this.#reply = reply;
  }

  get busy(): boolean {
    return this.#working;
  }

  get parent(): Parent {
    return this.current?.header ?? {};
  }

  add(request: Message): void {
    this.#queue.push(request);
    if (!this.#working) void this.#work();
  }

  result({ data, metadata }: Extract<FromMain, { type: "result" }>): void {
    const content = `{"execution_count":${this.#count},"data":${data},"metadata":${metadata}}`;
    const text = (JSON.parse(data) as Record<string, unknown>)["text/plain"];
    if (typeof text === "string") this.#history.setOutput(this.#count, text);
    this.#iopub.publish("execute_result", content, this.parent);
  }

  page(data: string): void {
    this.#pages.push({ source: "page", data: JSON.parse(data), start: 0 });
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#queue.length > 0) {
      const request = this.#queue.shift()!;
      this.current = request;
      this.#iopub.status("busy", request.header);
      await this.#execute(request).catch((error: Error) => this.#fail(request, error));
      this.#iopub.status("idle", request.header);
    }
    this.#working = false;
  }

  /** A cell on which the kernel itself fails is an error like any other. */
  #fail(request: Message, { message }: Error): void {
    const failure = { ename: "KernelError", evalue: message, traceback: [`KernelError: ${message}`] };
    this.#iopub.publish("error", failure, request.header);
    this.#reply(request, "execute_reply", { status: "error", execution_count: this.#count, ...failure });
  }

  /** Takes what is queued, and what the sockets still hold, out of the queue. */
  async #waiting(): Promise<Message[]> {
    await new Promise((resolve) => setTimeout(resolve, ARRIVAL));
    return this.#queue.splice(0);
  }

  #abort(request: Message): void {
    this.#iopub.status("busy", request.header);
    const content = { status: "aborted", execution_count: this.#count, ename: "Aborted", evalue: "", traceback: [] };
    this.#reply(request, "execute_reply", content);
    this.#iopub.status("idle", request.header);
  }

  async #execute(request: Message): Promise<void> {
    const {
      code,
      silent = false,
      allow_stdin = true,
      stop_on_error = true,
      ...rest
    } = request.content as unknown as Request;
    const { user_expressions = {}, store_history = !silent } = rest;
    this.#pages = [];
    if (store_history && !silent) {
      this.#count++;
      this.#uncounted = 0;
      this.#history.add(this.#count, code);
    }
    const execution_count = this.#count;
    if (!silent) this.#iopub.publish("execute_input", { code, execution_count }, request.header);
    const outcome = await this.#evaluate(code, {
      result: silent ? "quiet" : "show",
      allowStdin: allow_stdin,
      timed: !silent && TIMED.test(code),
    });
    const payload = this.#pages;
    if (outcome.status === "ok") {
      const expressions: Record<string, unknown> = {};
      for (const [name, expression] of Object.entries(user_expressions))
        expressions[name] = await this.#expression(expression);
      const content = { status: "ok", execution_count, payload, user_expressions: expressions };
      return this.#reply(request, "execute_reply", content);
    }
    const { failure } = outcome;
    if (!silent) this.#iopub.publish("error", { ...failure }, request.header);
    // Whoever sent several cells at once wants none behind a failed one: what has arrived by now is not run.
    const waiting = stop_on_error ? await this.#waiting() : [];
    this.#reply(request, "execute_reply", { status: "error", execution_count, payload, ...failure });
    for (const aborted of waiting) this.#abort(aborted);
  }

  async #expression(code: string): Promise<unknown> {
    const outcome = await this.#evaluate(`(${code}\n)`, { result: "capture", allowStdin: false, timed: false });
    if (outcome.status === "error") return { status: "error", ...outcome.failure };
    return { status: "ok", ...JSON.parse(outcome.value ?? '{"data":{},"metadata":{}}') };
  }

  async #evaluate(code: string, job: Job): Promise<Outcome> {
    const epoch = this.#epoch();
    const cell = this.#uncounted === 0 ? `${this.#count}` : `${this.#count}.${this.#uncounted}`;
    this.#uncounted++;
    const compiled = await this.#language.compile(cell, code, job.result !== "quiet");
    if (!compiled.ok) {
      const failure: Failure = { ename: "TypeScriptError", evalue: compiled.message, traceback: compiled.traceback };
      return { status: "error", initialized: [], failure };
    }
    // An interrupt that comes while TypeScript still reads the cell ends it as well.
    if (this.#epoch() !== epoch || this.#overtaken(this.current!))
      return { status: "error", initialized: [], failure: INTERRUPTED };
    const outcome = await this.#main.run(compiled.cell, job, this.current!.header);
    this.#main.forget(await this.#language.settle(cell, outcome.initialized, outcome.status === "ok"));
    return outcome;
  }
}

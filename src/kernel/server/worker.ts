import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { Reply, Router, XPublisher } from "zeromq";
import { address, readConnection } from "../connection.js";
import type { LanguageCalls } from "../language/worker.js";
import { LOOK_AGAIN, received } from "../received.js";
import { connect } from "../remote.js";
import { EPOCH, type FromMain, INPUT, INPUT_ANSWERED, INPUT_WAITING, type ServerData, UNSENT } from "../threads.js";
import { type Content, type Message, Wire } from "../wire.js";
import { Channel } from "./channel.js";
import { Comms } from "./comms.js";
import { Executor } from "./executor.js";
import { History } from "./history.js";
import { Interrupter } from "./interrupter.js";
import { IOPub } from "./iopub.js";
import { MainThread } from "./main-thread.js";
import { answerShell, shellAnswers } from "./shell.js";

const { connectionFile, shared, main, language: languagePort, input } = workerData as ServerData;
/** Time, in milliseconds, that the main thread has to end the process; Jupyter itself waits 5 seconds. */
const GRACE = 3000;
/** Time, in milliseconds, in which an interrupt that ends in a restart is answered. */
const ANSWERING = 100;
/** Time, in milliseconds, in which what was sent last leaves the process. */
const LAST_WORDS = 500;

const words = new Int32Array(shared);
const connection = readConnection(connectionFile);
const wire = new Wire(connection.key);

// Nothing is dropped for a slow reader: no limit to what waits to be sent.
const unlimited = {
  sendHighWaterMark: 0,
  receiveHighWaterMark: 0,
  linger: 1000,
  receiveTimeout: LOOK_AGAIN,
  sendTimeout: LOOK_AGAIN,
};
const sockets = {
  shell: new Router(unlimited),
  control: new Router(unlimited),
  stdin: new Router(unlimited),
  iopub: new XPublisher({ ...unlimited, verbosity: "allSubs" }),
  heartbeat: new Reply({ linger: 0, receiveTimeout: LOOK_AGAIN }),
};
const iopub = new IOPub(sockets.iopub, wire, (characters) => {
  Atomics.sub(words, UNSENT, characters);
  Atomics.notify(words, UNSENT);
});
const channels = {
  shell: new Channel(sockets.shell),
  control: new Channel(sockets.control),
  stdin: new Channel(sockets.stdin),
};

const language = connect<LanguageCalls>(languagePort, {});
const history = new History();
const comms = new Comms(main);
const thread = new MainThread(main, onEvent);
const interrupter = new Interrupter({ main, words, giveUp: restart, running: () => thread.running });
/** Of an interrupt that found no cell: one that was sent before it may come after it, on a socket of its own. */
let idleInterrupt: Message["header"] | undefined;
const overtaken = ({ header: { session, date } }: Message): boolean =>
  session === idleInterrupt?.session && Date.parse(date) <= Date.parse(idleInterrupt.date);
const epoch = (): number => Atomics.load(words, EPOCH);
const executor = new Executor(language, thread, iopub, history, epoch, overtaken, replyOn("shell"));
const answers = shellAnswers(language, history, comms);

function replyOn(channel: "shell" | "control") {
  return (request: Message, type: string, content: Content): void => {
    // What the request printed is heard before its reply.
    iopub.flush();
    const { frames } = wire.encode({ identities: request.identities, type, parent: request.header, content });
    void channels[channel].send(frames as Uint8Array[]);
  };
}

function onEvent(event: Exclude<FromMain, { type: "done" }>): void {
  const parent = thread.parent(event.run) ?? executor.parent;
  if (event.type === "stream") iopub.stream(event.name, event.text, parent);
  else if (event.type === "publish") iopub.publish(event.message, event.content, parent);
  else if (event.type === "result") executor.result(event);
  else if (event.type === "page") executor.page(event.data);
  else if (event.type === "check") void language.checkTypes(event.on);
  else if (event.type === "comm") comms.publish(event.event, iopub, parent);
  else if (event.type === "interrupted") interrupter.answered(event.question);
  else askPerson(event);
}

function askPerson({ prompt, password }: Extract<FromMain, { type: "input" }>): void {
  const request = executor.current;
  if (request === undefined) return;
  iopub.flush();
  const { frames } = wire.encode({
    identities: request.identities,
    type: "input_request",
    parent: request.header,
    content: { prompt, password },
  });
  void channels.stdin.send(frames as Uint8Array[]);
}

function onStdin({ header, content }: Message): void {
  if (header.msg_type !== "input_reply") return;
  input.postMessage({ value: content.value });
  Atomics.compareExchange(words, INPUT, INPUT_WAITING, INPUT_ANSWERED);
  Atomics.notify(words, INPUT);
}

async function onShell(request: Message): Promise<void> {
  if (request.header.msg_type.startsWith("comm_") && request.header.msg_type !== "comm_info_request") {
    iopub.status("busy", request.header);
    comms.receive(request);
    return iopub.status("idle", request.header);
  }
  const status = (state: "busy" | "idle", about: Message) => iopub.status(state, about.header);
  await answerShell(request, answers, executor, { reply: replyOn("shell"), status });
}

async function onControl(request: Message): Promise<void> {
  const reply = replyOn("control");
  const { msg_type } = request.header;
  iopub.status("busy", request.header);
  if (msg_type === "interrupt_request") {
    if (!executor.busy) idleInterrupt = request.header;
    await interrupter.interrupt();
    reply(request, "interrupt_reply", { status: "ok" });
  } else if (msg_type === "shutdown_request") {
    const content = { status: "ok", restart: request.content.restart === true };
    iopub.publish("shutdown_reply", content, request.header);
    reply(request, "shutdown_reply", content);
    iopub.status("idle", request.header);
    return shutdown();
  } else if (msg_type === "kernel_info_request") reply(request, "kernel_info_reply", await answers[msg_type]!({}));
  iopub.status("idle", request.header);
}

/** Ends the process, which Jupyter starts anew, and says why. */
async function restart(): Promise<void> {
  const text =
    "The cell is inside native code that an interrupt cannot stop: the kernel restarts, its variables are lost.";
  iopub.stream("stderr", `${text}\n`, executor.parent);
  if (executor.current !== undefined) {
    const failure = { ename: "KernelRestart", evalue: text, traceback: [text] };
    iopub.publish("error", failure, executor.parent);
    replyOn("shell")(executor.current, "execute_reply", { status: "error", execution_count: 0, ...failure });
    iopub.status("idle", executor.parent);
  }
  // Whoever asked for the interrupt is answered before the channels close.
  await new Promise((resolve) => setTimeout(resolve, ANSWERING));
  await Promise.all([channels.shell.close(), channels.control.close(), iopub.close()]);
  // The sockets send in threads of their own.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST_WORDS);
}

async function shutdown(): Promise<void> {
  // The main thread may spin.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), GRACE);
  await Promise.all([channels.shell.close(), channels.control.close(), channels.stdin.close(), iopub.close()]);
  sockets.heartbeat.close();
  main.postMessage({ type: "shutdown" });
}

/** Not process.stderr: what that prints belongs to a cell. */
function refused(error: Error): void {
  writeSync(2, `espdl-lab kernel: refused a message: ${error.message}\n`);
}

async function listen(socket: Router, handle: (message: Message) => unknown): Promise<void> {
  for await (const frames of received(socket)) {
    let message: Message;
    try {
      message = wire.decode(frames);
    } catch (error) {
      refused(error as Error);
      continue;
    }
    // Shutdown and interrupts must not wait for each other; cells wait in the executor's queue.
    Promise.resolve(message).then(handle).catch(refused);
  }
}

async function beat(): Promise<void> {
  for await (const frames of received(sockets.heartbeat)) await sockets.heartbeat.send(frames);
}

// Not `bind`: on Node 22 what it calls when it is done ends the process now and then, before there is a promise to reject.
sockets.shell.bindSync(address(connection, "shell_port"));
sockets.control.bindSync(address(connection, "control_port"));
sockets.stdin.bindSync(address(connection, "stdin_port"));
sockets.iopub.bindSync(address(connection, "iopub_port"));
sockets.heartbeat.bindSync(address(connection, "hb_port"));
void listen(sockets.shell, onShell);
void listen(sockets.control, onControl);
void listen(sockets.stdin, onStdin);
void beat();
iopub.status("starting", {});

// A kernel whose parent is gone has nobody to work for.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, 2000).unref();

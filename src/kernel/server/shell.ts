import type { LanguageCalls } from "../language/worker.js";
import type { Remote } from "../remote.js";
import type { Content, Message } from "../wire.js";
import type { Comms } from "./comms.js";
import type { Executor } from "./executor.js";
import type { History, HistoryRequest } from "./history.js";
import { kernelInfo } from "./kernel-info.js";
import { toCodePoints, toUnits } from "./positions.js";

type Answer = (content: Content) => Content | Promise<Content>;

/** Requests that are answered at once, also while a cell runs: by type, the content of the reply. */
export function shellAnswers(
  language: Remote<LanguageCalls>,
  history: History,
  comms: Comms,
): Readonly<Record<string, Answer>> {
  return {
    kernel_info_request: kernelInfo,
    comm_info_request: ({ target_name }) => comms.info(target_name),
    history_request: (content) => ({ status: "ok", history: history.find(content as unknown as HistoryRequest) }),
    is_complete_request: async ({ code }) => language.isComplete(String(code)),
    async complete_request({ code, cursor_pos }) {
      const text = String(code);
      const cursor = toUnits(text, Number(cursor_pos ?? Infinity));
      const { start, end, entries } = await language.complete(text, cursor);
      const [cursor_start, cursor_end] = [toCodePoints(text, start), toCodePoints(text, end)];
      const types = entries.map((entry) => ({ ...entry, start: cursor_start, end: cursor_end }));
      return {
        status: "ok",
        matches: entries.map((entry) => entry.text),
        cursor_start,
        cursor_end,
        metadata: { _jupyter_types_experimental: types },
      };
    },
    async inspect_request({ code, cursor_pos }) {
      const text = String(code);
      const found = await language.inspect(text, toUnits(text, Number(cursor_pos ?? Infinity)));
      const data = found === undefined ? {} : { "text/markdown": found.markdown, "text/plain": found.text };
      return { status: "ok", found: found !== undefined, data, metadata: {} };
    },
  };
}

/** Answers one request between `busy` and `idle`. */
export async function answerShell(
  request: Message,
  answers: Readonly<Record<string, Answer>>,
  executor: Executor,
  out: {
    reply(request: Message, type: string, content: Content): void;
    status(state: "busy" | "idle", request: Message): void;
  },
): Promise<void> {
  const { msg_type } = request.header;
  if (msg_type === "execute_request") return executor.add(request);
  const answer = Object.hasOwn(answers, msg_type) ? answers[msg_type] : undefined;
  if (answer === undefined) return;
  out.status("busy", request);
  try {
    out.reply(request, msg_type.replace(/request$/, "reply"), await answer(request.content));
  } catch (error) {
    const content = { status: "error", ename: "Error", evalue: (error as Error).message, traceback: [] };
    out.reply(request, msg_type.replace(/request$/, "reply"), content);
  }
  out.status("idle", request);
  // A page that only looks at the last status would take the kernel for idle.
  if (executor.busy && executor.current !== undefined) out.status("busy", executor.current);
}

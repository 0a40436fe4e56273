import type { MessagePort } from "node:worker_threads";

/** Functions that a thread offers to another; arguments and results are structured-cloned. */
// biome-ignore lint/suspicious/noExplicitAny: a table of functions of any arguments
export type Functions = Record<string, (...args: any[]) => unknown>;

/** The same functions seen from the other thread. */
export type Remote<F extends Functions> = {
  [K in keyof F]: (...args: Parameters<F[K]>) => Promise<Awaited<ReturnType<F[K]>>>;
};

type Frame =
  | { readonly call: number; readonly name: string; readonly args: unknown[] }
  | { readonly answer: number; readonly value?: unknown; readonly error?: string };

/**
 * Calls over a message port, both ways at once: `functions` answer the other side, the result calls it.
 * Messages keep their order, so that what was called first starts first.
 */
export function connect<Other extends Functions>(port: MessagePort, functions: Functions): Remote<Other> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  port.on("message", async (frame: Frame) => {
    if ("answer" in frame) {
      const caller = waiting.get(frame.answer);
      waiting.delete(frame.answer);
      if (frame.error === undefined) caller?.resolve(frame.value);
      else caller?.reject(new Error(frame.error));
      return;
    }
    try {
      port.postMessage({ answer: frame.call, value: await functions[frame.name]!(...frame.args) });
    } catch (error) {
      port.postMessage({ answer: frame.call, error: error instanceof Error ? error.message : String(error) });
    }
  });
  return new Proxy({} as Remote<Other>, {
    get: (_, name) =>
      typeof name !== "string" || name === "then"
        ? undefined
        : (...args: unknown[]) =>
            new Promise((resolve, reject) => {
              const call = ++calls;
              waiting.set(call, { resolve, reject });
              port.postMessage({ call, name, args });
            }),
  });
}

import type { Readable, Socket } from "zeromq";

/**
 * Time, in milliseconds, after which a socket is looked at although nothing woke its reader or writer: zeromq's file
 * descriptor tells of changes only, and one that comes while another is handled can be missed.
 */
export const LOOK_AGAIN = 500;

const AGAIN: ReadonlySet<unknown> = new Set(["EAGAIN", "EINTR"]);

/** Whether a socket only asks to be tried once more. */
export function isAgain(error: unknown): boolean {
  return AGAIN.has((error as { code?: unknown }).code);
}

/** The messages of a socket with a `receiveTimeout`, as frames, until it is closed. */
export async function* received<T extends Socket & Readable>(
  socket: T,
): AsyncGenerator<Awaited<ReturnType<T["receive"]>>> {
  while (!socket.closed)
    try {
      yield (await socket.receive()) as Awaited<ReturnType<T["receive"]>>;
    } catch (error) {
      if (socket.closed) return;
      if (!isAgain(error)) throw error;
    }
}

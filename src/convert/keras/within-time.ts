import { createContext, Script } from "node:vm";

const script = new Script("work()");
const context = createContext({}) as { work?: () => unknown };

/** Work took longer than it may. */
export class TimeError extends Error {}

/**
 * Runs work of a library that may not end: at a damaged file it can go round in circles. The engine ends it from outside.
 * @param milliseconds of the wall's clock
 * @throws TimeError when it takes longer
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  const outer = context.work;
  context.work = work;
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      throw new TimeError(`not done after ${milliseconds / 1000} s`);
    throw error;
  } finally {
    context.work = outer;
  }
}

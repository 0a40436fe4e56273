import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Requests that may leave something behind before it is freed. */
const MANY = 100;
/** Milliseconds without a request after which nobody is taken to wait for one, and requests that are worth freeing then. */
const IDLE = 2000;
const FEW = 20;

/**
 * Every text that is checked leaves a whole program behind: V8 lets that grow to several times of what is alive.
 * @returns to be called after each request
 */
export function tidier(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  let requests = 0;
  let idle: NodeJS.Timeout | undefined;
  const tidy = (): void => {
    requests = 0;
    collect();
  };
  return () => {
    clearTimeout(idle);
    if (++requests >= MANY) setImmediate(tidy);
    else if (requests >= FEW) idle = setTimeout(tidy, IDLE).unref();
  };
}

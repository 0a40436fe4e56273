import { UserError } from "../../base/errors.js";
import type { CommEvent, FromMain } from "../threads.js";

/** The notebook that this process is the kernel of, as the functions of `lab` reach it. */
export interface Frontend {
  post(message: FromMain): void;
  /** Text the person types. */
  input(prompt: string): string;
  /** Keeps the cell open until the promise settles. */
  await(pending: Promise<void>): void;
  readonly comms: Map<string, (event: CommEvent) => void>;
  readonly targets: Map<string, (event: CommEvent) => void>;
}

let current: Frontend | undefined;

export function setFrontend(frontend: Frontend): void {
  current = frontend;
}

/** @throws UserError outside of a notebook */
export function frontend(): Frontend {
  if (current === undefined) throw new UserError("lab: there is no notebook here; start one with espdl-lab notebook");
  return current;
}

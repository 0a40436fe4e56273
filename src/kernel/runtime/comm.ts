import { randomUUID } from "node:crypto";
import type { CommEvent } from "../threads.js";
import { frontend } from "./frontend.js";

/** A channel between the notebook's page and the kernel, as Jupyter's widgets use it. */
export class Comm {
  /** Called with the data of every message from the page. */
  onMessage: ((data: unknown) => void) | undefined;
  /** Called when the page closes the channel. */
  onClose: (() => void) | undefined;

  /** @param id equal on both sides */
  constructor(
    readonly id: string,
    readonly target: string,
  ) {
    frontend().comms.set(id, (event) => {
      if (event.kind === "comm_msg") return this.onMessage?.(event.data);
      frontend().comms.delete(id);
      this.onClose?.();
    });
  }

  send(data: unknown): void {
    this.#post("comm_msg", data);
  }

  close(data: unknown = {}): void {
    frontend().comms.delete(this.id);
    this.#post("comm_close", data);
  }

  #post(kind: CommEvent["kind"], data: unknown): void {
    frontend().post({ type: "comm", event: { kind, comm: this.id, target: this.target, data } });
  }
}

/** Opens a channel to the code that the page registered under `target`. */
export function openComm(target: string, data: unknown = {}): Comm {
  const comm = new Comm(randomUUID(), target);
  frontend().post({ type: "comm", event: { kind: "comm_open", comm: comm.id, target, data } });
  return comm;
}

/** Registers what happens when the page opens a channel to `target`. */
export function onComm(target: string, opened: (comm: Comm, data: unknown) => void): void {
  frontend().targets.set(target, (event) => opened(new Comm(event.comm, target), event.data));
}

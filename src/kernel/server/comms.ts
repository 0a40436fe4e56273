import type { MessagePort } from "node:worker_threads";
import type { CommEvent } from "../threads.js";
import type { Message } from "../wire.js";
import type { IOPub, Parent } from "./iopub.js";

/** Open comms. The server keeps the list, so that it can be asked for while a cell runs. */
export class Comms {
  readonly #open = new Map<string, string>();
  readonly #main: MessagePort;

  constructor(main: MessagePort) {
    this.#main = main;
  }

  /** A comm message from the page, for the code of the cells. */
  receive({ header, content }: Message): void {
    const kind = header.msg_type as CommEvent["kind"];
    const comm = String(content.comm_id);
    const target = content.target_name === undefined ? this.#open.get(comm) : String(content.target_name);
    const event: CommEvent = { kind, comm, ...(target === undefined ? {} : { target }), data: content.data };
    this.#follow(event);
    this.#main.postMessage({ type: "comm", event });
  }

  /** A comm message from a cell, for the page. */
  publish(event: CommEvent, iopub: IOPub, parent: Parent): void {
    this.#follow(event);
    const target = event.kind === "comm_open" ? { target_name: event.target } : {};
    iopub.publish(event.kind, { comm_id: event.comm, ...target, data: event.data ?? {} }, parent);
  }

  /** Content of the reply to `comm_info_request`. */
  info(target: unknown) {
    const found = [...this.#open].filter(([, name]) => target === undefined || target === null || name === target);
    return { status: "ok", comms: Object.fromEntries(found.map(([id, name]) => [id, { target_name: name }])) };
  }

  #follow({ kind, comm, target }: CommEvent): void {
    if (kind === "comm_open") this.#open.set(comm, target ?? "");
    else if (kind === "comm_close") this.#open.delete(comm);
  }
}

import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Header of a message of the Jupyter protocol. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type Content = { readonly [key: string]: unknown };

/** A message as received: its routing prefix, its parts, and raw buffers behind them. */
export interface Message {
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
}

/** What is needed to send a message; `content` may be JSON text that is sent as it is. */
export interface Outgoing {
  readonly identities: readonly (Uint8Array | string)[];
  readonly type: string;
  readonly parent: Header | Record<string, never>;
  readonly content: Content | string;
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
}

const DELIMITER = "<IDS|MSG>";
const PROTOCOL = "5.4";
/** Signatures that are remembered, so that a recorded message cannot be sent again. */
const REMEMBERED = 65_536;

/** Signs, checks and (de)serializes messages with one key (Jupyter messaging protocol 5.4, HMAC-SHA256). */
export class Wire {
  readonly #key: string;
  readonly #session: string = randomUUID();
  readonly #seen = new Set<string>();

  constructor(key: string) {
    this.#key = key;
  }

  /** Frames to send, and the header they carry. */
  encode(message: Outgoing): { readonly header: Header; readonly frames: (Uint8Array | string)[] } {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: message.type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL,
    };
    const content = typeof message.content === "string" ? message.content : JSON.stringify(message.content);
    const metadata = JSON.stringify(message.metadata ?? {});
    const parts = [JSON.stringify(header), JSON.stringify(message.parent), metadata, content];
    const frames = [...message.identities, DELIMITER, this.#sign(parts), ...parts, ...(message.buffers ?? [])];
    return { header, frames };
  }

  /** @throws Error with the reason when the frames are malformed, wrongly signed, or were received before */
  decode(frames: readonly Uint8Array[]): Message {
    const delimiter = frames.findIndex((frame) => Buffer.from(frame).equals(Buffer.from(DELIMITER)));
    const parts = frames.slice(delimiter + 2, delimiter + 6);
    if (delimiter < 0 || parts.length < 4) throw new Error("malformed message");
    const signature = Buffer.from(frames[delimiter + 1]!).toString();
    const expected = Buffer.from(this.#sign(parts));
    const found = Buffer.from(signature);
    if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw new Error("bad signature");
    if (this.#seen.has(signature)) throw new Error("duplicate signature");
    this.#remember(signature);
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(Buffer.from(part).toString()));
    if (typeof Object(header).msg_type !== "string" || typeof Object(header).msg_id !== "string")
      throw new Error("a message without type or id");
    return {
      identities: frames.slice(0, delimiter),
      header,
      parent: Object(parent),
      metadata: Object(metadata),
      content: Object(content),
      buffers: frames.slice(delimiter + 6),
    };
  }

  #sign(parts: readonly (Uint8Array | string)[]): string {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  #remember(signature: string): void {
    this.#seen.add(signature);
    if (this.#seen.size <= REMEMBERED) return;
    const [oldest] = this.#seen;
    this.#seen.delete(oldest!);
  }
}

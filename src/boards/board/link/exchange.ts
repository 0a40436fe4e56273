import { UserError } from "../../../base/errors.js";
import type { Transport } from "../transport.js";
import { PayloadReader } from "./fields.js";
import { decodeFrame, encodeFrame, FRAME_MAX } from "./frame.js";
import { ANSWER, Request, requestName } from "./protocol.js";
import { SlipDecoder } from "./slip.js";

/** How long to wait for a board. */
export interface Patience {
  /** Silence after which a request is sent again, ms; doubles with every attempt that stays unanswered, up to 8 times. */
  retryAfter: number;
  /** Silence after which the board counts as dead, ms. A chip that boots is deaf for some seconds. */
  giveUpAfter: number;
  /** The most that a call may take beyond that, ms, however slow the board is; it tells of the end of each. */
  longestCall: number;
}

/** A request that runs calls: the board is silent while one runs. */
export interface RunningCalls {
  /** How much silence the call that runs now may take beyond `giveUpAfter`, ms. */
  allowed(): number;
  /** Told of each call that came back. */
  done(call: number): void;
}

interface Pending {
  readonly type: number;
  /** The payload of the next attempt: a read asks only for what is still missing. */
  readonly payload: () => Uint8Array;
  /** True when the request is answered, "again" to send it once more at once. */
  readonly accept: (payload: Uint8Array) => boolean | "again";
  readonly calls: RunningCalls | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  lastHeard: number;
  attempts: number;
  /** Attempts since the board was last heard. */
  unanswered: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** Requests and their answers over a line that may lose, cut, double and damage bytes. */
export class Exchange {
  readonly #pending = new Map<number, Pending>();
  readonly #decoder = new SlipDecoder(FRAME_MAX);
  #sequence = crypto.getRandomValues(new Uint16Array(1))[0]!;
  #closed: string | undefined;

  constructor(
    readonly name: string,
    readonly transport: Transport,
    readonly patience: Patience,
  ) {
    transport.onClose((reason) => this.#close(reason));
    transport.onData((bytes) => this.#decoder.take(bytes, (packet) => this.#take(packet)));
  }

  /**
   * Sends a request until `accept` returns true for one of its answers.
   * @throws UserError when the board is silent for too long or its line closes; whatever `accept` throws.
   */
  request(type: number, payload: () => Uint8Array, accept: Pending["accept"], calls?: RunningCalls): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(this.#goneError(this.#closed));
      this.#sequence = (this.#sequence + 1) & 0xffff;
      const pending: Pending = {
        type,
        payload,
        accept,
        calls,
        resolve,
        reject,
        lastHeard: Date.now(),
        attempts: 0,
        unanswered: 0,
      };
      this.#pending.set(this.#sequence, pending);
      this.#send(this.#sequence, pending);
    });
  }

  #send(sequence: number, pending: Pending): void {
    pending.attempts++;
    const bytes = encodeFrame({ type: pending.type, sequence, payload: pending.payload() });
    this.transport.write(bytes).catch((error: Error) => this.#close(error.message));
    this.#watch(sequence, pending);
  }

  #watch(sequence: number, pending: Pending): void {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(
      () => {
        const { type, attempts } = pending;
        const silent = Date.now() - pending.lastHeard;
        if (silent < this.patience.giveUpAfter + (pending.calls?.allowed() ?? 0)) return this.#send(sequence, pending);
        const waited = `${(silent / 1000).toFixed(1)} s and ${attempts} attempt${attempts === 1 ? "" : "s"}`;
        this.#settle(sequence, () =>
          pending.reject(
            new UserError(
              `board ${this.name}: no answer to "${requestName(type)}" after ${waited} (is it connected, flashed with this project, and is nothing else using its line?)`,
            ),
          ),
        );
      },
      this.patience.retryAfter * 2 ** Math.min(3, pending.unanswered++),
    );
  }

  #take(packet: Uint8Array): void {
    const frame = decodeFrame(packet);
    const pending = frame && this.#pending.get(frame.sequence);
    if (!pending) return;
    const progress = frame.type === (Request.PROGRESS | ANSWER);
    if (!progress && frame.type !== (pending.type | ANSWER)) return;
    pending.lastHeard = Date.now();
    pending.unanswered = 0;
    try {
      if (progress) pending.calls?.done(new PayloadReader(frame.payload).u16());
      const accepted = progress ? false : pending.accept(frame.payload);
      if (accepted === true) this.#settle(frame.sequence, pending.resolve);
      else if (accepted === "again") this.#send(frame.sequence, pending);
      else this.#watch(frame.sequence, pending);
    } catch (error) {
      this.#settle(frame.sequence, () => pending.reject(error as Error));
    }
  }

  #settle(sequence: number, settle: () => void): void {
    clearTimeout(this.#pending.get(sequence)?.timer);
    this.#pending.delete(sequence);
    settle();
  }

  #close(reason: string): void {
    this.#closed ??= reason;
    for (const [sequence, { reject }] of this.#pending) this.#settle(sequence, () => reject(this.#goneError(reason)));
  }

  #goneError(reason: string): UserError {
    return new UserError(`board ${this.name}: its line closed: ${reason}`);
  }
}

import { Arrivals } from "../boards/board/arrivals.js";
import type { Transport } from "../boards/board/transport.js";

/** What passes over a channel that stands for a line: bytes, or why the line closed. */
export type LineMessage = Uint8Array | { readonly closed: string };

/** An end of a channel, or a worker. */
interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent<LineMessage>) => void): void;
}

/**
 * The line to a board behind a channel: a serial port, which only the page has, or a WebAssembly module in its own worker.
 * @param end ends what is at the other side
 */
export function channelLine(channel: Channel, end: () => void): Transport {
  const arrivals = new Arrivals();
  channel.addEventListener("message", ({ data }) => {
    if (data instanceof Uint8Array) arrivals.take(data);
    else arrivals.close(data.closed);
  });
  return {
    async write(bytes) {
      if (arrivals.closed !== undefined) throw new Error(arrivals.closed);
      channel.postMessage(bytes);
    },
    onData: (listener) => arrivals.onData(listener),
    onClose: (listener) => arrivals.onClose(listener),
    async close() {
      if (arrivals.closed !== undefined) return;
      end();
      arrivals.close("closed");
    },
  };
}

/** Lets a channel's other side talk over a line. */
export function joinLine(port: MessagePort, line: Transport): void {
  const tell = (message: LineMessage): void => port.postMessage(message);
  port.addEventListener("message", ({ data }: MessageEvent<LineMessage>) => {
    if (data instanceof Uint8Array) line.write(data).catch((error: Error) => tell({ closed: error.message }));
    else void line.close();
  });
  line.onData(tell);
  line.onClose((closed) => tell({ closed }));
  port.start();
}

import type { Page } from "playwright-core";
import type { Transport } from "../../src/boards/board/transport.js";

/** What is plugged into the page's only serial port, and what the page did to the port. */
export interface SerialDouble {
  /** Plugs in another board; called with every baud rate that the port is opened at. */
  plug(open: (baudRate: number) => Promise<Pick<Transport, "write" | "onData" | "onClose" | "close">>): void;
  /** `open 115200`, `DTR 0 RTS 1`, `close`, in order. */
  readonly acts: string[];
}

/**
 * The Web Serial API as a page sees it, whose bytes go to and come from this process. As the real one it refuses to be
 * closed while a stream is locked, and to be opened twice.
 */
const DOUBLE = `(() => {
  class Port {
    readable = null;
    writable = null;
    async open({ baudRate }) {
      if (this.readable) throw new DOMException("The port is already open.", "InvalidStateError");
      const mine = this;
      this.readable = new ReadableStream({ start(controller) { mine.controller = controller; } });
      this.writable = new WritableStream({ write: (bytes) => serialWrite([...bytes]) });
      await serialAct("open " + baudRate);
    }
    async close() {
      if (this.readable.locked || this.writable.locked) throw new TypeError("Cannot close a locked stream.");
      this.readable = this.writable = this.controller = null;
      await serialAct("close");
    }
    async setSignals({ dataTerminalReady: dtr, requestToSend: rts }) {
      await serialAct([["DTR", dtr], ["RTS", rts]].flatMap(([name, on]) => on === undefined ? [] : [name, Number(on)]).join(" "));
    }
    getInfo() { return { usbVendorId: 0x303a, usbProductId: 0x1001 }; }
  }
  const port = new Port();
  window.serialArrived = (bytes) => port.controller?.enqueue(Uint8Array.from(bytes));
  window.serialGone = () => {
    const { controller } = port;
    port.readable = null;
    controller?.error(new DOMException("The device has been lost.", "NetworkError"));
  };
  Object.defineProperty(navigator, "serial", { value: { requestPort: async () => port } });
})();`;

/** Gives a page, before it is opened, a serial port. */
export async function serialDouble(page: Page): Promise<SerialDouble> {
  const acts: string[] = [];
  let open: Parameters<SerialDouble["plug"]>[0] = async () => {
    throw new Error("nothing is plugged in");
  };
  let line: Awaited<ReturnType<typeof open>> | undefined;
  // What arrives while a message is on its way to the page goes with the next one.
  let waiting: number[] = [];
  let isSending = false;
  const send = async (): Promise<void> => {
    isSending = true;
    while (waiting.length > 0)
      await page.evaluate(`serialArrived(${JSON.stringify(waiting.splice(0))})`).catch(() => {});
    isSending = false;
  };
  await page.exposeFunction("serialWrite", (bytes: number[]) => line?.write(Uint8Array.from(bytes)));
  await page.exposeFunction("serialAct", async (act: string) => {
    acts.push(act);
    if (act === "close") {
      await line?.close();
      line = undefined;
    }
    if (!act.startsWith("open ")) return;
    waiting = [];
    line = await open(Number(act.slice(5)));
    line.onData((bytes) => {
      waiting.push(...bytes);
      if (!isSending) void send();
    });
    line.onClose(() => void page.evaluate("serialGone()").catch(() => {}));
  });
  await page.addInitScript(DOUBLE);
  return {
    acts,
    plug(next) {
      open = next;
    },
  };
}

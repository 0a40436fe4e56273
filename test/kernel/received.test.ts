import { expect, test } from "vitest";
import { received } from "../../src/kernel/received.js";
import { Channel } from "../../src/kernel/server/channel.js";

class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

test("a socket that was not woken, or was by a signal, is read again; what it refuses ends the reader", async () => {
  const answers = [new Refused("EAGAIN"), ["a"], new Refused("EINTR"), ["b"], new Refused("ETERM")];
  const socket = {
    closed: false,
    async receive() {
      const next = answers.shift()!;
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const heard: unknown[] = [];
  const reading = (async () => {
    for await (const frames of received(socket as never)) heard.push(frames);
  })();
  await expect(reading).rejects.toThrow("ETERM");
  expect(heard).toEqual([["a"], ["b"]]);
});

test("what a socket refuses to send is lost alone", async () => {
  const refusals: (string | undefined)[] = [undefined, "EINTR", "EAGAIN", undefined, "EHOSTUNREACH", undefined];
  const sent: unknown[] = [];
  const channel = new Channel({
    closed: false,
    async send(frames: unknown[]) {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw new Refused(refusal);
      sent.push(...frames);
    },
  } as never);
  await Promise.all([channel.send(["1"]), channel.send(["2"]), channel.send(["3"]), channel.send(["4"])]);
  expect(sent).toEqual(["1", "2", "4"]);
});

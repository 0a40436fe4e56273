import { expect, test } from "vitest";
import { loadCommands } from "../../src/cli/commands.js";

test("every command is loaded by its own name, alone; any other word names all", async () => {
  const all = await loadCommands(undefined);
  for (const command of all) {
    const loaded = await loadCommands(command.name());
    expect(loaded.map((one) => one.name())).toEqual([command.name()]);
  }
  expect((await loadCommands("--help")).length).toBe(all.length);
});

import { readdirSync } from "node:fs";
import { defineConfig } from "vitepress";

const api = readdirSync(new URL("../api", import.meta.url))
  .filter((name) => name.endsWith(".md") && name !== "index.md")
  .map((name) => ({ text: name.slice(0, -".md".length), link: `/api/${name.slice(0, -".md".length)}` }));

export default defineConfig({
  title: "espdl-lab",
  description: "Quantize a network for an ESP32, run it on a PC with exactly the chip's integers, look at every layer",
  base: "/",
  srcExclude: ["node_modules/**"],
  themeConfig: {
    nav: [
      { text: "Guides", link: "/guide/first-minute" },
      { text: "The page", link: "/page/index.html", target: "_self" },
      { text: "Operators", link: "/reference/operators" },
      { text: "API", link: "/api/" },
    ],
    sidebar: [
      {
        text: "Guides",
        items: [
          { text: "The first minute", link: "/guide/first-minute" },
          { text: "Your own files", link: "/guide/own-files" },
          { text: "A board that differs", link: "/guide/board-differs" },
          { text: "Today's .espdl", link: "/guide/espdl" },
          { text: "The page", link: "/guide/page" },
          { text: "Boards", link: "/boards" },
          { text: "--compat", link: "/compat" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Operators", link: "/reference/operators" },
          { text: "What --json prints", link: "/reference/results" },
        ],
      },
      { text: "API", items: api },
    ],
    search: { provider: "local" },
  },
});

import { GRAPH_STYLE } from "./graph-style.js";

/** Style of the page: light or dark as the reader's system is; one hue a family of operators. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --dim: #5b6575; --paper: #fff; --side: #f5f6f8; --line: #d5d9e0; --edge: #8a94a5; --sat: 70%; --light: 90%; --stroke: 45%; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --dim: #9aa4b5; --paper: #14171d; --side: #1b1f27; --line: #333a46; --edge: #77818f; --sat: 40%; --light: 22%; --stroke: 55%; } }
* { box-sizing: border-box; }
body { margin: 0; display: flex; height: 100vh; font: 13px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
aside { width: 380px; flex: none; overflow: auto; padding: 14px 16px; background: var(--side); border-right: 1px solid var(--line); }
main { flex: 1; min-width: 0; display: flex; flex-direction: column; }
h1 { font-size: 15px; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 12px; margin: 16px 0 4px; color: var(--dim); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; vertical-align: top; padding: 1px 10px 1px 0; white-space: nowrap; }
td { padding: 1px 6px 1px 0; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { width: 34%; } .bar div { height: 9px; min-width: 1px; background: hsl(215 60% 55%); border-radius: 2px; }
nav { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); }
button, input { font: inherit; color: inherit; background: var(--side); border: 1px solid var(--line); border-radius: 4px; padding: 2px 9px; }
#view { flex: 1; overflow: auto; }
#graph { display: block; margin: 0 auto; }
@media (max-width: 760px) { body { flex-direction: column; height: auto; } aside { width: auto; border-right: 0; border-bottom: 1px solid var(--line); } #view { flex: none; height: 80vh; } input { min-width: 0; max-width: 100%; } }
${GRAPH_STYLE}`;

/** Style of the drawing and its legend: one hue and one kind of line a family of operators, so that colours need not be told apart. The variables are the page's. */
export const GRAPH_STYLE = `
.key::before { content: ""; display: inline-block; width: 11px; height: 11px; margin-right: 4px; border-radius: 2px; vertical-align: -1px; background: hsl(var(--hue) var(--sat) var(--light)); border: var(--border, 1px solid) hsl(var(--hue) var(--sat) var(--stroke)); }
.key { color: var(--dim); }
.product { --hue: 215; } .activation { --hue: 150; } .arithmetic { --hue: 45; } .movement { --hue: 275; } .window { --hue: 190; } .scale { --hue: 320; } .unknown { --hue: 0; } .input, .output { --hue: 30; }
.box rect { fill: hsl(var(--hue) var(--sat) var(--light)); stroke: hsl(var(--hue) var(--sat) var(--stroke)); stroke-width: var(--line-width, 1); stroke-dasharray: var(--dash, none); }
.activation, .movement { --dash: 7 3; --border: 1.5px dashed; } .arithmetic, .window { --dash: 2 2; --border: 1.5px dotted; }
.scale { --dash: 9 2 2 2; --border: 3px double; } .unknown { --line-width: 3; --border: 3px solid; }
.box[data-node] { cursor: pointer; }
.box:focus { outline: none; }
.box.chosen rect, .box:focus rect { stroke-width: 3; }
.dimmed { opacity: 0.25; }
#graph text { text-anchor: middle; font: 11px system-ui, sans-serif; fill: var(--ink); }
#graph .title { font-weight: 600; } #graph .line { fill: var(--dim); }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.2; marker-end: url(#tip); }
.edge:hover { stroke-width: 3; }
.tip { fill: var(--edge); }
`;

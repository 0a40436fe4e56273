/**
 * The part of plotly's figure format that the pictures use, so that every one of them can also be drawn as SVG without a
 * browser. Numbers are plain arrays: a figure is JSON. All text goes through {@link plotlyText}.
 */
export interface Figure {
  /** One line, plain text. */
  readonly title: string;
  /** What is to be seen, in words: for those who do not see it. Plain text. */
  readonly description: string;
  readonly data: readonly FigureTrace[];
  readonly layout: FigureLayout;
}

export type FigureTrace = BarTrace | ScatterTrace | HeatmapTrace;

interface Named {
  /** What the legend says. */
  readonly name?: string;
  readonly showlegend?: boolean;
  readonly hoverinfo?: "text" | "skip";
  readonly hovertext?: readonly string[];
}

/** Bars of length `x` (orientation `h`) or `y` (`v`), each starting at `base`. */
export interface BarTrace extends Named {
  readonly type: "bar";
  readonly orientation: "h" | "v";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly base?: readonly number[];
  /** In units of the axis across the bars. */
  readonly width: number | readonly number[];
  readonly marker: { readonly color: string | readonly string[]; readonly line?: Line; readonly opacity?: number };
}

export interface ScatterTrace extends Named {
  readonly type: "scatter";
  readonly mode: "markers" | "lines";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly marker?: {
    readonly color: string;
    /** Diameter in pixels. */
    readonly size: number | readonly number[];
    readonly symbol: "circle" | "diamond" | "triangle-down";
    readonly opacity?: number;
  };
  /** Steps (`hv`) hold a value until the next x. */
  readonly line?: Line & { readonly shape?: "linear" | "hv" };
}

/** `z[row][column]`, rows upwards from 0 unless the axis is reversed; a cell is centred on its coordinate. */
export interface HeatmapTrace extends Named {
  readonly type: "heatmap";
  readonly z: readonly (readonly number[])[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colorscale: readonly (readonly [number, string])[];
  readonly zmin: number;
  readonly zmax: number;
  readonly colorbar?: { readonly title: { readonly text: string }; readonly thickness: number; readonly len: number };
  readonly showscale: boolean;
  readonly hoverongaps?: false;
}

export interface Line {
  readonly color: string;
  readonly width: number;
  readonly dash?: "solid" | "dash" | "dot";
}

export interface Axis {
  readonly title?: { readonly text: string };
  readonly type: "linear" | "log";
  /** Ends of the axis, first the left or lower one; powers of ten on a log axis. */
  readonly range: readonly [number, number];
  readonly tickmode?: "array";
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly string[];
  readonly showgrid?: boolean;
  readonly zeroline: false;
  readonly automargin: true;
  readonly gridcolor: string;
  readonly linecolor: string;
  readonly fixedrange?: boolean;
  readonly exponentformat?: "SI";
}

/** A line or filled rectangle in data coordinates, or along the whole axis where `xref`/`yref` is `paper` (0 … 1). */
export interface Shape {
  readonly type: "line" | "rect";
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly xref: "x" | "paper";
  readonly yref: "y" | "paper";
  readonly line: Line;
  readonly fillcolor?: string;
  readonly layer: "above" | "below";
}

export interface Annotation {
  readonly x: number;
  readonly y: number;
  readonly xref: "x" | "paper";
  readonly yref: "y" | "paper";
  readonly text: string;
  readonly showarrow: false;
  readonly xanchor: "left" | "center" | "right";
  readonly yanchor: "top" | "middle" | "bottom";
  readonly font: { readonly color: string; readonly size: number };
}

export interface FigureLayout {
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  /** Pixels. */
  readonly height: number;
  readonly barmode?: "overlay";
  readonly bargap?: number;
  readonly showlegend: boolean;
  readonly legend?: {
    readonly orientation: "h";
    readonly x: 0;
    readonly y: 1;
    readonly xanchor: "left";
    readonly yanchor: "bottom";
    readonly itemclick?: false;
  };
  readonly shapes?: readonly Shape[];
  readonly annotations?: readonly Annotation[];
  readonly margin: { readonly l: number; readonly r: number; readonly t: number; readonly b: number };
  readonly font: { readonly family: string; readonly size: number; readonly color: string };
  readonly paper_bgcolor: string;
  readonly plot_bgcolor: string;
  readonly hovermode: "closest";
}

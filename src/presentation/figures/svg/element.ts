import { escapeMarkup } from "../markup.js";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element as text. Attributes are escaped, numbers rounded to hundredths; children are markup already. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? round(value) : escapeMarkup(value)}"`],
  );
  const head = `<${name}${written.join("")}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join("")}</${name}>`;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

type Child = Node | string | undefined;

/** Attributes of an element; one that begins with `on` is a listener. Values are set as text, never parsed. */
export type Properties = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** An element with attributes and children. Text is text: what it holds never becomes markup. */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** SVG of our own making, whose text is escaped, as an element. @throws Error when it is not well-formed */
export function svgElement(svg: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
  if (!(documentElement instanceof SVGSVGElement)) throw new Error("a picture is not well-formed");
  return document.adoptNode(documentElement);
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Links of built pages to pages and anchors that are not there, one line each. */
export function deadLinks(folder) {
  const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"));
  const texts = new Map(pages.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const anchors = new Map(
    [...texts].map(([name, text]) => [
      name,
      new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id))),
    ]),
  );
  return [...texts].flatMap(([name, text]) =>
    [...text.matchAll(/<a [^>]*?href="([^"]+)"/g)].flatMap(([, href]) => {
      if (/^[a-z]+:|^\/\//.test(href)) return [];
      const [path, anchor] = decode(href).split("#");
      const target = path === "" ? name : pageOf(folder, name, path);
      if (!existsSync(join(folder, target))) return [`${name}: ${href} leads nowhere`];
      const missing = anchor && anchors.has(target) && !anchors.get(target).has(anchor);
      return missing ? [`${name}: ${href}: there is no such place on that page`] : [];
    }),
  );
}

function pageOf(folder, from, path) {
  const target = path.startsWith("/") ? path.slice(1) : relative(folder, join(folder, dirname(from), path));
  return target === "" || target.endsWith("/") ? join(target, "index.html") : target;
}

const decode = (text) => decodeURIComponent(text.replaceAll("&amp;", "&"));

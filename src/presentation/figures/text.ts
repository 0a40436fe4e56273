import { oneLine } from "../../base/errors.js";

/** Any text as plotly shows it literally: plotly reads a subset of HTML in every label. */
export function plotlyText(text: string): string {
  return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The plain text that {@link plotlyText} was given. */
export function plainText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const PREFIX = /^tvmgen_default_(fused_)?/;

/** A layer's id without what all ids share. */
export const layerName = (id: string): string => id.replace(PREFIX, "");

/** How the pictures call a layer: its position and its name. */
export function layerLabel(index: number, id: string, width = 22): string {
  return `${index} ${shorten(layerName(id), width)}`;
}

/** `text` cut to `width` characters, its middle replaced by an ellipsis: both ends of a tensor's name tell something. */
export function shorten(text: string, width: number): string {
  const characters = [...oneLine(text)];
  if (characters.length <= width) return characters.join("");
  const head = Math.ceil((width - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (width - 1 - head)).join("")}`;
}

/** A share of 1 as a percentage: `0 %`, `<0.1 %`, `3.2 %`, `100 %`. */
export function formatShare(share: number): string {
  if (share === 0) return "0 %";
  if (share === 1) return "100 %";
  return share < 0.001 ? "<0.1 %" : `${Math.min(share * 100, 99.9).toFixed(1)} %`;
}

/** At most `digits` significant digits; integers of up to six digits in full. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const fixed = String(Number(value.toPrecision(digits)));
  return fixed.length <= digits + 5 ? fixed : value.toExponential(Math.max(digits - 2, 0));
}

/** `1,234,567` */
export const formatCount = (value: number): string => Math.round(value).toLocaleString("en-US");

/** `1 layer`, `2,000 layers`. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** Nanoseconds as `12.3 ms`. */
export function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${formatNumber(nanoseconds, 3)} ns`;
  if (nanoseconds < 1e6) return `${formatNumber(nanoseconds / 1e3, 3)} µs`;
  return nanoseconds < 1e9 ? `${formatNumber(nanoseconds / 1e6, 3)} ms` : `${formatNumber(nanoseconds / 1e9, 3)} s`;
}

/** What a board measured. */
export const formatCost = (cost: number, unit: "nanoseconds" | "instructions"): string =>
  unit === "instructions" ? formatCount(cost) : formatTime(cost);

/** A signal-to-noise ratio to a tenth of a dB; empty for an exact copy, which has none. */
export const formatSnr = (decibels: number | null): string =>
  decibels === null ? "" : (Math.round(decibels * 10) / 10 + 0).toFixed(1);

/** Why a run lacks tensors that another has. */
export const MISSING = "weights, copies, fused away, not captured";

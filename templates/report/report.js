// Draws every figure of the page from the JSON beside it, in the colours of the page's scheme.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // No button that would send a figure anywhere.
  const modeBarButtons = [["toImage", "zoomIn2d", "zoomOut2d", "resetScale2d"]];
  const config = { responsive: true, displaylogo: false, modeBarButtons };
  // A finger scrolls the page.
  const dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";

  function draw(figure) {
    const { data, layout } = JSON.parse(figure.querySelector("script").textContent);
    const font = { ...layout.font, color: color("--soft") };
    const hoverlabel = { bgcolor: color("--paper"), bordercolor: color("--rule"), font: { color: color("--ink") } };
    return Plotly.react(figure.querySelector(".canvas"), data, { ...layout, font, hoverlabel, dragmode }, config);
  }

  for (const row of document.querySelectorAll(".scroll tr.first")) {
    const box = row.closest(".scroll");
    const above = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
    // A row that is seen as it is moves nothing: the caption would be cut.
    if (above + row.offsetHeight > box.clientHeight) box.scrollTop = Math.max(0, above - box.clientHeight / 3);
  }

  const drawAll = () => Promise.all([...document.querySelectorAll("figure.plot")].map(draw));
  dark.addEventListener("change", drawAll);
  drawAll().then(() => document.documentElement.setAttribute("data-drawn", ""));
})();

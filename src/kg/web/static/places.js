// Pages about places: Leaflet takes the place of the drawn map; without it the drawing stays.
"use strict";

// Reads areas and dots from the drawing of the server, so that map and drawing show the same.
function showMap(figure, outlines) {
  const drawing = figure.querySelector("svg.map");
  if (!drawing || figure.querySelector(".leaflet-container")) return;
  const [south, west, north, east] = drawing.dataset.bounds.split(",").map(Number);
  const box = document.createElement("div");
  box.className = "map-live";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", drawing.dataset.name);
  figure.insertBefore(box, drawing);
  drawing.setAttribute("hidden", "");
  const map = L.map(box, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomSnap: 0.25,
    minZoom: 4,
    maxZoom: 12,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fadeAnimation: false,
  });
  L.control.zoom({ zoomInTitle: figure.dataset.zoomIn, zoomOutTitle: figure.dataset.zoomOut }).addTo(map);
  map.fitBounds([[south, west], [north, east]], { padding: [4, 4] });
  const drawn = (selector) => drawing.querySelector(selector);
  const bind = (layer, source) => {
    layer.bindTooltip(document.createTextNode(source.querySelector("title").textContent), { sticky: true });
    // Its tooltip makes a shape a stop of the tab key; the table is there for the keyboard.
    layer.getElement().setAttribute("tabindex", "-1");
    const address = source.getAttribute("href");
    if (address) layer.on("click", () => source.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })));
  };
  for (const feature of outlines.features) {
    const source = drawn(`[data-unit="${CSS.escape(feature.id)}"]:not([data-at])`);
    if (!source) continue;
    const layer = L.geoJSON(feature, { className: source.getAttribute("class"), interactive: true }).addTo(map);
    layer.eachLayer((each) => bind(each, source));
  }
  for (const source of drawing.querySelectorAll("[data-at]")) {
    const here = source.classList.contains("map-here");
    const layer = L.circleMarker(source.dataset.at.split(",").map(Number), {
      className: source.getAttribute("class"),
      radius: here ? 7 : 4.5 * Number(source.dataset.size || 1),
    }).addTo(map);
    bind(layer, source);
  }
  figure.dataset.live = "";
}

let outlinesOnce;
async function showMaps() {
  for (const figure of document.querySelectorAll("figure[data-map]")) {
    outlinesOnce = outlinesOnce || fetch(figure.dataset.outlines).then((answer) => (answer.ok ? answer.json() : { features: [] }));
    showMap(figure, await outlinesOnce);
  }
}

showMaps();
document.addEventListener("htmx:afterSettle", showMaps);

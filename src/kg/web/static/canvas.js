// Draws a large network on a canvas with vis-network, where the server placed it; the tables hold the same.
"use strict";

(() => {
  const frame = document.querySelector("[data-network]");
  if (!frame || typeof vis === "undefined") return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();

  // What the server says of each kind: its shape, then its name.
  function kindOf(name) {
    const said = frame.getAttribute(`data-kind-${name}`) || "dot ";
    const cut = said.indexOf(" ");
    return { shape: said.slice(0, cut), label: said.slice(cut + 1), colour: colour(`--k-${name}`) || colour("--k-other") };
  }

  // A name must not turn the reading direction of what stands around it (UAX 9).
  const clean = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");

  function nodesOf(data) {
    const kinds = {};
    return data.nodes.map((node) => {
      const kind = (kinds[node.kind] = kinds[node.kind] || kindOf(node.kind));
      const centre = node.id === frame.dataset.centre;
      const whole = clean(node.label);
      return {
        id: node.id,
        label: whole.length > 40 ? `${whole.slice(0, 39)}…` : whole,
        whole,
        title: `${whole} (${kind.label})`,
        shape: kind.shape,
        size: centre ? 22 : 9,
        color: kind.colour,
        x: node.x,
        y: node.y,
        font: { color: colour("--pico-color"), size: 12, multi: false, strokeWidth: 3, strokeColor: colour("--surface") },
      };
    });
  }

  function edgesOf(data) {
    const dashes = { possible: [6, 4], "not stated": [1, 4] };
    return data.edges.map((edge, number) => ({
      id: number,
      from: edge.source,
      to: edge.target,
      title: edge.label,
      dashes: dashes[edge.certainty] || false,
    }));
  }

  const OPTIONS = {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, hideEdgesOnDrag: true, hideEdgesOnZoom: true, keyboard: { enabled: true, bindToWindow: false } },
    nodes: { borderWidth: 0, scaling: { label: { enabled: true, drawThreshold: 7 } } },
    edges: { smooth: false, width: 0.6, color: { color: colour("--edge"), highlight: colour("--pico-primary"), hover: colour("--pico-primary") } },
  };

  // Accents and case do not matter to who looks for a name.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

  function tellChosen(node) {
    const place = document.querySelector("[data-chosen]");
    place.textContent = "";
    if (!node) return;
    const link = document.createElement("a");
    link.href = frame.dataset.page + node.id.slice(frame.dataset.base.length).split("/").map(encodeURIComponent).join("/");
    link.textContent = node.whole;
    place.append(link);
  }

  function offerFind(network, nodes) {
    const form = document.querySelector("[data-find]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = fold(form.elements.find.value.trim());
      const found = wanted ? nodes.filter((node) => fold(node.whole).includes(wanted)) : [];
      form.querySelector("[data-found]").textContent = found.length ? String(found.length) : form.querySelector("[data-found]").dataset.none;
      network.selectNodes(found.map((node) => node.id));
      if (found.length) network.focus(found[0].id, { scale: 1.2, animation: false });
      tellChosen(found[0]);
    });
  }

  async function begin() {
    const answer = await fetch(frame.dataset.network);
    if (!answer.ok) return;
    const data = await answer.json();
    const nodes = nodesOf(data);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    frame.replaceChildren();
    const network = new vis.Network(frame, { nodes, edges: edgesOf(data) }, OPTIONS);
    network.on("selectNode", (event) => tellChosen(byId.get(event.nodes[0])));
    network.on("deselectNode", () => tellChosen(undefined));
    network.once("afterDrawing", () => {
      network.fit();
      frame.dataset.drawn = String(nodes.length);
    });
    offerFind(network, nodes);
  }

  begin();
})();

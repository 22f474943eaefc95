"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#dcdad2" : "#22282b";
  const paper = dark ? "#14191b" : "#fbfaf6";
  for (const node of data.nodes) node.font.color = ink;
  for (const edge of data.edges) {
    edge.font.color = ink;
    edge.font.strokeColor = paper;
  }
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(document.getElementById("network"), { nodes, edges }, data.options);
  network.once("afterDrawing", function () {
    network.fit();
    document.documentElement.dataset.drawn = String(data.nodes.length);
  });
})();

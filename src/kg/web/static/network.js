// Makes a picture of the network in view, in the browser; without this file the SVG can be had. Keeps the focus
// in the view when its content is exchanged.
"use strict";

(() => {
  // Beyond this width or height browsers give an empty canvas.
  const MOST = 16000;

  function offer(root) {
    for (const holder of root.querySelectorAll("[data-picture]")) holder.hidden = false;
  }

  async function picture(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await response.text())}`;
    await image.decode();
    const scale = Math.min(2, MOST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  document.addEventListener("click", async (event) => {
    const holder = event.target.closest && event.target.closest("[data-picture]");
    if (!holder || event.target.tagName !== "BUTTON") return;
    event.target.disabled = true;
    try {
      const blob = await picture(holder.dataset.picture);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = holder.dataset.name;
      link.click();
      URL.revokeObjectURL(link.href);
    } finally {
      event.target.disabled = false;
    }
  });

  offer(document);
  document.addEventListener("htmx:afterSettle", () => {
    offer(document);
    // htmx gives the focus back to an element of the same id; where there is none, the view begins anew.
    if (document.activeElement === document.body) document.querySelector("#view h1")?.focus();
    // A drawing that grew may have pushed it out of the window.
    document.activeElement.scrollIntoView({ block: "nearest" });
  });
})();

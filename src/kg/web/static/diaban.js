// Progressive enhancement only: every page works without this file.
"use strict";

// Esc closes an open source box and gives the focus back to its summary.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest && event.target.closest("details.src[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// "/" jumps to the search box, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[type=search]");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});

// A drawing that is wider than its frame begins in its middle, where the centre stands.
function centreDrawings(root) {
  for (const frame of root.querySelectorAll(".net-frame")) {
    const centre = frame.querySelector(".net-centre .net-shape");
    if (!centre || frame.scrollWidth <= frame.clientWidth) continue;
    const box = centre.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
    if (frame.scrollHeight > frame.clientHeight) {
      frame.scrollTop += box.top + box.height / 2 - around.top - around.height / 2;
    }
  }
}
centreDrawings(document);
document.addEventListener("htmx:afterSettle", () => centreDrawings(document));

// Filters apply as soon as they change; without scripts a button does it. A day that is typed changes with
// each of its digits, so it waits for the button or the enter key.
document.addEventListener("change", (event) => {
  if (event.target.type === "date") return;
  const form = event.target.closest && event.target.closest("form[data-live]");
  if (form) form.requestSubmit();
});

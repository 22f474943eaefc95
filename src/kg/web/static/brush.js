// A window over the overview of days sets "from" and "to" of the form of the page; without this file they are typed.
"use strict";

for (const brush of document.querySelectorAll("[data-brush]")) {
  const days = brush.dataset.days.split(" ");
  const words = brush.dataset.words.split("|");
  const at = brush.dataset.at.split(" ").map(Number);
  const svg = brush.querySelector("svg");
  const shade = svg.querySelector(".brush-window");
  const handles = [...svg.querySelectorAll("[role=slider]")];
  const form = document.querySelector('form [name="from"]').form;
  const values = handles.map((handle) => Number(handle.getAttribute("aria-valuenow")));
  brush.hidden = false;

  function show() {
    handles.forEach((handle, end) => {
      handle.setAttribute("aria-valuenow", values[end]);
      handle.setAttribute("aria-valuetext", words[values[end]]);
      handle.setAttribute("transform", `translate(${at[values[end]]} 0)`);
    });
    shade.setAttribute("x", at[values[0]]);
    shade.setAttribute("width", at[values[1]] - at[values[0]]);
    brush.querySelector("output").textContent = `${words[values[0]]} – ${words[values[1]]}`;
    form.elements.from.value = days[values[0]];
    form.elements.to.value = days[values[1]];
  }

  // A handle stops at the other one.
  function move(end, value) {
    const low = end ? values[0] : 0;
    const high = end ? days.length - 1 : values[1];
    values[end] = Math.max(low, Math.min(high, value));
    show();
  }

  const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  svg.addEventListener("keydown", (event) => {
    const end = handles.indexOf(event.target);
    if (end < 0) return;
    if (event.key === "Enter") form.requestSubmit();
    else if (event.key in STEPS) move(end, values[end] + STEPS[event.key]);
    else return;
    event.preventDefault();
  });

  function nearest(event) {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    let best = 0;
    at.forEach((each, number) => {
      if (Math.abs(each - x) < Math.abs(at[best] - x)) best = number;
    });
    return best;
  }

  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    const end = handles.indexOf(event.target.closest("[role=slider]"));
    const stop = nearest(event);
    held = { end, from: stop };
    if (end < 0) values.splice(0, 2, stop, stop);
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const stop = nearest(event);
    if (held.end >= 0) move(held.end, stop);
    else {
      values.splice(0, 2, Math.min(held.from, stop), Math.max(held.from, stop));
      show();
    }
  });
  svg.addEventListener("pointerup", () => {
    if (!held) return;
    held = null;
    show();
    form.requestSubmit();
  });
}

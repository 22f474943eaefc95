// A slider over days sets the day of its form; without this file the day is typed.
"use strict";

function showSliders() {
  for (const slider of document.querySelectorAll(".slider")) slider.hidden = false;
}

// Moving the slider names the day; letting it go asks for it.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (slider.id !== "day-slider") return;
  const at = Number(slider.value);
  const words = slider.dataset.words.split("|")[at];
  slider.setAttribute("aria-valuetext", words);
  slider.parentElement.querySelector("output").textContent = words;
  slider.form.elements.on.value = slider.dataset.days.split(" ")[at];
});
let moved = false;
document.addEventListener("change", (event) => {
  if (event.target.id !== "day-slider") return;
  moved = true;
  if (!event.target.form.matches("[data-live]")) event.target.form.requestSubmit();
});

function begin() {
  showSliders();
  // Who moved the slider goes on with that of the new page.
  const slider = document.getElementById("day-slider");
  if (moved && slider) slider.focus();
  moved = false;
}
begin();
document.addEventListener("htmx:afterSettle", begin);

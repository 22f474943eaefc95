// Suggestions while a name is typed (ARIA combobox). Without this file the form leads to the search page.
"use strict";

const PAUSE = 70;

// What is chosen is opened from a search form, and filled into the field of any other form.
function attachSuggestions(input, number) {
  const field = input.closest(".field");
  const form = input.closest("form");
  const host = field || form;
  const source = (field ? input : form).dataset;
  const box = document.createElement("div");
  box.className = "suggestions";
  box.hidden = true;
  host.append(box);
  const listId = `suggestions-${number}`;
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId,
  })) input.setAttribute(name, value);
  let timer = 0;
  let running = null;
  let active = -1;

  const options = () => [...box.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    if (running) running.abort();
    box.hidden = true;
    box.replaceChildren();
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const all = options();
    active = next;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function show(html) {
    const part = new DOMParser().parseFromString(html, "text/html").body;
    const list = part.querySelector("[role=listbox]");
    if (field) list?.querySelectorAll(".all").forEach((option) => option.remove());
    if (!list) {
      close();
      return;
    }
    // An answer that comes late must not take away what was chosen meanwhile.
    const chosen = options()[active]?.dataset.href;
    list.id = listId;
    list.querySelectorAll("[role=option]").forEach((option, place) => { option.id = `${listId}-${place}`; });
    box.replaceChildren(...part.childNodes);
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(chosen ? options().findIndex((option) => option.dataset.href === chosen) : -1);
  }

  async function ask() {
    const text = input.value.trim();
    if (!text) {
      close();
      return;
    }
    if (running) running.abort();
    const mine = (running = new AbortController());
    const address = new URL(source.suggest, location.href);
    address.searchParams.set("q", text);
    const kinds = field ? (source.kinds || "").split(" ").filter(Boolean)
      : [...form.querySelectorAll("input[name=kind]")].map((kind) => kind.value);
    for (const kind of kinds) address.searchParams.append("kind", kind);
    try {
      const answer = await fetch(address, { signal: mine.signal });
      if (!answer.ok) return close();
      const html = await answer.text();
      if (!mine.signal.aborted && document.activeElement === input) show(html);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  // A name that another suggestion bears too would be asked about again; the id is not.
  function choose(option) {
    if (!field) {
      location.assign(option.dataset.href);
      return;
    }
    const same = options().filter((other) => other.dataset.name === option.dataset.name);
    input.value = same.length > 1 ? option.dataset.id : option.dataset.name;
    close();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((active + 1 + step + all.length + 1) % (all.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(all[active]);
    }
  });
  box.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

const searches = [...document.querySelectorAll("form[data-suggest] input[type=search]")];
[...searches, ...document.querySelectorAll(".field input[data-suggest]")].forEach(attachSuggestions);

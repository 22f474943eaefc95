// The notebook: statements and things that a reader collects, kept in this browser and nowhere else.
"use strict";

const KEY = "diaban.notebook";
const MOST = 1000;
const words = JSON.parse(document.body.dataset.notebook);

function readNotes() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter((note) => note && typeof note.id === "string") : [];
  } catch {
    return [];
  }
}

function writeNotes(notes) {
  try {
    localStorage.setItem(KEY, JSON.stringify(notes.slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

const flat = (text) => (text || "").replace(/\s+/g, " ").trim();

// What a node says without what only opens it: source boxes, buttons, marks.
function textOf(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("details.src, button, .detail, summary").forEach((part) => part.remove());
  return flat(copy.textContent);
}

function passagesOf(node) {
  return [...node.querySelectorAll(".src-box li")].map((item) => ({
    source: flat(item.querySelector("a")?.textContent),
    position: flat(item.querySelector(".position")?.textContent),
    url: item.querySelector("a")?.href || "",
  })).filter((passage) => passage.source);
}

function noteOfRow(row) {
  const cells = [...row.children].filter((cell) => !cell.classList.contains("source"));
  const parts = cells.map((cell) => [cell.dataset.label, textOf(cell)]).filter(([, text]) => text);
  const section = row.closest("section");
  const heading = section?.querySelector("h2");
  const url = new URL(location.href);
  url.hash = heading?.id || "";
  return {
    kind: "statement",
    title: [textOf(document.querySelector("h1")), heading ? flat(heading.firstChild?.textContent) : ""].filter(Boolean).join(" – "),
    text: parts.map(([label, text]) => (label ? `${label}: ${text}` : text)).join("; "),
    sources: passagesOf(row),
    url: url.href,
  };
}

function noteOfPage(header) {
  return {
    kind: "thing",
    title: textOf(header.querySelector("h1")),
    text: header.dataset.iri,
    sources: passagesOf(header),
    url: location.origin + location.pathname,
  };
}

function addButton(place, make) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "note-button";
  const note = make();
  note.id = `${note.url} ${note.text}`;
  note.version = document.body.dataset.version;
  note.remark = "";
  const show = () => {
    const kept = readNotes().some((other) => other.id === note.id);
    button.setAttribute("aria-pressed", String(kept));
    button.textContent = kept ? "★" : "☆";
    button.setAttribute("aria-label", `${kept ? words.remove : words.add}: ${note.text || note.title}`.slice(0, 200));
    button.title = kept ? words.remove : words.add;
  };
  button.addEventListener("click", () => {
    const notes = readNotes();
    const others = notes.filter((other) => other.id !== note.id);
    if (!writeNotes(others.length < notes.length ? others : [...notes, note])) button.title = words.full;
    show();
  });
  show();
  place.append(button);
}

for (const row of document.querySelectorAll("section tbody tr")) {
  const cell = row.querySelector("td.source");
  if (cell && cell.querySelector("details.src")) addButton(cell, () => noteOfRow(row));
}
const header = document.querySelector(".entity > header[data-iri]");
if (header) addButton(header.querySelector(".kind"), () => noteOfPage(header));

// The page of the notebook itself.

const escapeMarkdown = (text) => flat(text).replace(/([\\`*_{}[\]<>#|!])/g, "\\$1");

function toMarkdown(notes) {
  const lines = [`# ${words.name}`, ""];
  for (const note of notes) {
    lines.push(`## ${escapeMarkdown(note.title)}`, "", escapeMarkdown(note.text), "");
    for (const passage of note.sources) {
      lines.push(`- ${words.source}: ${escapeMarkdown(passage.source)}, ${passage.position} <${passage.url}>`);
    }
    lines.push(`- ${words.version}: ${note.version}`, `- ${words.address}: <${note.url}>`, "");
    if (note.remark) lines.push(...note.remark.split("\n").map((line) => `> ${escapeMarkdown(line)}`), "");
  }
  return lines.join("\n");
}

// Spreadsheets take cells that begin so for formulas.
function cellOf(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function toCsv(notes) {
  const rows = [["kind", "title", "text", "source", "position", "source_url", "address", "data_version", "remark"]];
  for (const note of notes) {
    for (const passage of note.sources.length ? note.sources : [{ source: "", position: "", url: "" }]) {
      rows.push([note.kind, note.title, note.text, passage.source, passage.position, passage.url, note.url,
        note.version, note.remark]);
    }
  }
  return "\ufeff" + rows.map((row) => row.map((cell) => cellOf(String(cell ?? ""))).join(",") + "\r\n").join("");
}

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function local(address) {
  try {
    return new URL(address).origin === location.origin;
  } catch {
    return false;
  }
}

function linkTo(address, text) {
  return local(address) ? element("a", text, { href: address }) : element("span", text);
}

function showNotebook(page) {
  const notes = readNotes();
  const list = page.querySelector("ol");
  page.querySelector(".empty").hidden = notes.length > 0;
  page.querySelector(".tools").hidden = notes.length === 0;
  list.replaceChildren(...notes.map((note, number) => {
    const item = element("li");
    const title = element("h2");
    title.append(linkTo(note.url, note.title || note.text));
    item.append(title, element("p", note.text));
    const passages = element("ul", "", { class: "small" });
    for (const passage of note.sources || []) {
      const line = element("li");
      line.append(linkTo(passage.url, passage.source), ` ${passage.position}`);
      passages.append(line);
    }
    item.append(passages, element("p", `${words.version} ${note.version}`, { class: "small" }));
    const label = element("label", words.remark);
    const area = element("textarea", "", { rows: "2" });
    area.value = note.remark || "";
    area.addEventListener("input", () => {
      writeNotes(readNotes().map((other) => (other.id === note.id ? { ...other, remark: area.value } : other)));
    });
    label.append(area);
    const remove = element("button", words.remove, { type: "button", class: "plain",
      "aria-label": `${words.remove}: ${note.title} ${number + 1}` });
    remove.addEventListener("click", () => {
      writeNotes(readNotes().filter((other) => other.id !== note.id));
      showNotebook(page);
      page.querySelector("h1").focus();
    });
    item.append(label, remove);
    return item;
  }));
}

const notebook = document.querySelector(".notebook");
if (notebook) {
  notebook.querySelector(".needs-scripts").hidden = true;
  notebook.querySelector("[data-export=markdown]").addEventListener("click", () => {
    save("diaban.md", "text/markdown;charset=utf-8", toMarkdown(readNotes()));
  });
  notebook.querySelector("[data-export=csv]").addEventListener("click", () => {
    save("diaban.csv", "text/csv;charset=utf-8", toCsv(readNotes()));
  });
  showNotebook(notebook);
  window.addEventListener("storage", (event) => { if (event.key === KEY) showNotebook(notebook); });
}

// Questions asked last, kept in this browser and nowhere else: noted on their pages, listed on that of all questions.
"use strict";

const RECENT = "diaban.asked";
const LISTED = 12;

function readAsked() {
  try {
    const found = JSON.parse(localStorage.getItem(RECENT) || "[]");
    return Array.isArray(found)
      ? found.filter((item) => item && typeof item.title === "string" && /^\/ask\//.test(item.path))
      : [];
  } catch {
    return [];
  }
}

function writeAsked(asked) {
  try {
    localStorage.setItem(RECENT, JSON.stringify(asked.slice(0, LISTED)));
  } catch {
    // Without storage nothing is remembered.
  }
}

const language = document.documentElement.lang;
const answer = document.querySelector("[data-asked]");
if (answer) {
  const path = location.pathname.slice(language.length + 1) + location.search;
  const others = readAsked().filter((item) => item.path !== path);
  writeAsked([{ path, title: answer.dataset.asked }, ...others]);
}

const recent = document.getElementById("recent");
if (recent) {
  const asked = readAsked();
  for (const { path, title } of asked) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/${language}${path}`;
    link.textContent = title;
    item.append(link);
    recent.querySelector("ul").append(item);
  }
  recent.hidden = asked.length === 0;
  recent.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(RECENT);
    recent.hidden = true;
  });
}

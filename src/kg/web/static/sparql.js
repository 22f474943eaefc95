// Turns the text field of the SPARQL page into an editor; the form works without this file.
"use strict";

(() => {
  const form = document.querySelector("form.sparql");
  const area = form.querySelector("textarea");
  const MOST = 30;

  // The same folding as in the search: no accents, đ is d.
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

  // Lower is better; NaN does not fit.
  function rank(term, typed, named) {
    const local = fold(term.name.slice(term.name.indexOf(":") + 1));
    const places = [fold(term.name).indexOf(typed), local.indexOf(typed), fold(term.label).indexOf(typed)];
    if (places.every((place) => place < 0)) return NaN;
    const begins = places[0] === 0 || places[1] === 0 ? 0 : 2;
    const fits = term.domains.some((name) => named.has(name)) ? 0 : 1;
    return begins + fits;
  }

  // Terms are in the order of their use already, and sorting keeps it among equals.
  function suggest(terms, typed, query) {
    const named = new Set(query.match(/[a-z]+:[A-Z][A-Za-z]*/g) || []);
    return terms
      .map((term) => ({ term, rank: rank(term, typed, named) }))
      .filter((item) => !Number.isNaN(item.rank))
      .sort((one, other) => one.rank - other.rank)
      .slice(0, MOST)
      .map((item) => item.term.name);
  }

  // Everything that is shown is text: names of terms may come from anybody's data.
  // Each suggestion says for what it was made, since a list is replaced a moment after a key.
  function draw(term, typed) {
    return (element) => {
      element.dataset.typed = typed;
      const name = document.createElement("code");
      name.textContent = term.name;
      const label = document.createElement("span");
      label.textContent = term.label;
      element.append(name, label);
    };
  }

  function completer(kind, parent, terms) {
    const own = terms.filter((term) => term.kind === kind);
    const byName = new Map(own.map((term) => [term.name, term]));
    let typed = "";
    Yasqe.forkAutocompleter(parent, {
      name: `own-${kind}`,
      autoShow: true,
      persistenceId: null,
      preProcessToken: (_editor, token) => token,
      postProcessSuggestion: (_editor, _token, name) => name,
      get: (editor, token) => {
        typed = token ? token.string.trim() : "";
        return suggest(own, fold(typed), editor.getValue());
      },
      postprocessHints: (_editor, hints) =>
        hints.map((hint) => ({ ...hint, render: draw(byName.get(hint.text), typed) })),
    });
  }

  // YASQE's own tooltip has inline styles, which our content security policy refuses.
  function explainErrors(editor) {
    for (const icon of editor.rootEl.querySelectorAll(".parseErrorIcon")) {
      icon.onmouseover = null;
      icon.onmouseout = null;
      icon.title = form.dataset.wrong;
    }
  }

  function start(vocabulary) {
    Yasqe.defaults.autocompleters = [];
    Yasqe.registerAutocompleter(Yasqe.Autocompleters.variables);
    Yasqe.forkAutocompleter("prefixes", {
      name: "own-prefixes",
      bulk: true,
      persistenceId: null,
      get: Object.entries(vocabulary.prefixes).map(([prefix, space]) => `${prefix}: <${space}>`),
    });
    completer("class", "class", vocabulary.terms);
    completer("property", "property", vocabulary.terms);
    const holder = document.createElement("div");
    area.after(holder);
    const send = () => form.requestSubmit();
    const editor = new Yasqe(holder, {
      value: area.value,
      screenReaderLabel: form.querySelector("label").textContent,
      // The query stands in the address; nothing is kept in the browser.
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "auto",
      viewportMargin: Infinity,
      extraKeys: { "Ctrl-Enter": send, "Cmd-Enter": send, "Ctrl-S": false, Tab: false, "Shift-Tab": false },
    });
    area.hidden = true;
    editor.on("changes", () => {
      area.value = editor.getValue();
      explainErrors(editor);
    });
    explainErrors(editor);
    for (const hint of form.querySelectorAll(".with-scripts")) hint.hidden = false;
    form.querySelector("label").addEventListener("click", () => editor.focus());
    form.dataset.ready = "";
  }

  fetch(form.dataset.terms)
    .then((response) => (response.ok ? response.json() : { prefixes: {}, terms: [] }))
    .then(start);
})();

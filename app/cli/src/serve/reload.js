// In pages that `dealerbook serve` shows: loads the page again when there is a newer one, and shows the problems of the
// folder over the last good page.
"use strict";

(function () {
  const { generation, language, close } = document.currentScript.dataset;
  const PLACE = "dealerbook-place";
  const PATIENCE = 2000;
  let source = null;
  let box = null;
  let problems = null;

  restorePlace();
  connect();
  // A browser has few connections for each host: pages in the background give theirs back.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", connect);

  function connect() {
    if (source || document.hidden) return;
    const opened = (source = new EventSource("/-/events"));
    opened.onmessage = (event) => take(JSON.parse(event.data));
    opened.onerror = () => {
      if (opened.readyState === EventSource.CLOSED && source === opened) {
        disconnect();
        setTimeout(connect, PATIENCE);
      }
    };
  }

  function disconnect() {
    if (source) source.close();
    source = null;
  }

  function take(shown) {
    if (shown.generation !== generation) {
      disconnect();
      keepPlace();
      location.reload();
    } else if (shown.problems !== problems) {
      problems = shown.problems;
      show();
    }
  }

  function show() {
    const alone = document.querySelector("body.alone > .problems");
    if (alone) {
      alone.innerHTML = problems || "";
      return;
    }
    if (box) box.remove();
    box = null;
    if (!problems) return;
    // In a tree of its own, so that the page's styles and these don't meet.
    box = document.createElement("div");
    box.id = "dealerbook-problems";
    box.lang = language;
    const tree = box.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/-/reload.css";
    const dialog = document.createElement("div");
    dialog.className = "problems over";
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "problems-title");
    dialog.tabIndex = -1;
    // Everything from files is escaped by the server.
    dialog.innerHTML = problems;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = close;
    button.addEventListener("click", dismiss);
    dialog.prepend(button);
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
    // Not before it has its looks: it would stand at the end of the page for a moment.
    style.addEventListener("load", () => {
      tree.append(dialog);
      // Whoever is filling in a form goes on typing.
      if (document.activeElement === document.body) dialog.focus({ preventScroll: true });
    });
    tree.append(style);
    document.body.append(box);
  }

  function dismiss() {
    if (box) box.remove();
    box = null;
  }

  function keepPlace() {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    } catch {
      // Without storage the browser's own memory of the place has to do.
    }
  }

  function restorePlace() {
    try {
      const [path, x, y] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
      sessionStorage.removeItem(PLACE);
      if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
    } catch {
      // As above.
    }
  }
})();

// Loads the islands of a page that has any, once the browser has time. A module, so that engines which could not run
// the islands pass it over and keep the page.
const { islands, wasm } = document.querySelector("script[data-islands]").dataset;
const address = (href) => new URL(href, document.baseURI).href;

const load = () =>
  import(address(islands))
    .then((module) => module.default({ module_or_path: address(wasm) }))
    .catch((error) => console.warn("The tools of this page could not start; all of its text is here.", error));

if (islands && document.querySelector("[data-island]") && typeof WebAssembly === "object") {
  if (window.requestIdleCallback) requestIdleCallback(load, { timeout: 1000 });
  else setTimeout(load, 1);
}

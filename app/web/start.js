// Runs before the first paint, in every engine that can show the page: nothing newer than ES5 here.
(function () {
  // The text size that the dealer chose, so that no page is laid out twice.
  try {
    var size = JSON.parse(localStorage.getItem("dealerbook.text-size"));
    if (size === "large" || size === "larger") document.documentElement.setAttribute("data-text-size", size);
  } catch (blockedOrBroken) {}
})();

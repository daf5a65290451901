// Reloads the page when Trunk has built again, and says so when a build failed. Only in pages that Trunk serves.
"use strict";

(function () {
  const address = location.origin.replace(/^http/, "ws") + "/.well-known/trunk/ws";

  function connect(again) {
    const socket = new WebSocket(address);
    if (again) {
      // Trunk was away; it has built since.
      socket.onopen = () => location.reload();
    }
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "reload") {
        location.reload();
      } else if (message.type === "buildFailure") {
        show("The build failed; Trunk's terminal says why.\n\n" + message.data.reason);
      }
    };
    socket.onclose = () => setTimeout(() => connect(true), 2000);
  }

  function show(text) {
    const box = document.getElementById("trunk-failure") || document.createElement("pre");
    box.id = "trunk-failure";
    box.textContent = text;
    Object.assign(box.style, {
      position: "fixed",
      inset: "auto 0 0 0",
      zIndex: "1000000",
      margin: "0",
      padding: "1rem",
      maxHeight: "50vh",
      overflow: "auto",
      whiteSpace: "pre-wrap",
      color: "#fff",
      background: "#a01818",
    });
    document.body.append(box);
  }

  connect(false);
})();

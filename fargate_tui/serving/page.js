// What is typed goes to the terminal at once, when it listens: textual-serve 1.1 wants it clicked first.
addEventListener("load", () => {
  const observer = new MutationObserver(() => {
    if (!document.body.classList.contains("-first-byte")) return;
    observer.disconnect();
    document.querySelector(".xterm-helper-textarea").focus();
  });
  observer.observe(document.body, {attributeFilter: ["class"]});
});

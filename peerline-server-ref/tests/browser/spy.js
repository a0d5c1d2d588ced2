// Stands in every page before its own scripts, and writes down what a person would meet.
(() => {
  if (window.seen) return;
  const seen = { spoken: [], states: [], faults: [], violations: [] };
  window.seen = seen;
  const known = ["live", "catching-up", "stale"];
  document.addEventListener("securitypolicyviolation", (event) => seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  window.addEventListener("error", (event) => seen.faults.push(`error: ${event.message}`));
  window.addEventListener("unhandledrejection", (event) => seen.faults.push(`rejection: ${event.reason}`));
  const look = (records) => {
    for (const { target, addedNodes } of records) {
      if (target.id !== "speak" && target.id !== "speak-now") continue;
      for (const node of addedNodes) seen.spoken.push(node.textContent);
    }
    // Half a document has no state yet; nothing is shown of it either.
    if (document.readyState === "loading") return;
    const lines = document.querySelectorAll("#line-state");
    const state = lines[0]?.dataset.state;
    if (document.body.dataset.exit === undefined) return;
    if (lines.length !== 1 || !known.includes(state)) seen.faults.push(`states: ${lines.length} ${state}`);
    if (lines[0]?.textContent.trim() === "") seen.faults.push("a state without words");
    if (seen.states.at(-1) !== state) seen.states.push(state);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
})();

// The calculator without waiting: htmx brings the answers, this keeps form and focus in order.
export function easeCalculator() {
  // "None" and a value exclude one another: the later one wins.
  document.addEventListener("change", (event) => {
    const none = event.target.closest("[data-calculator] .none input");
    if (none?.checked) {
      const others = none.form.querySelectorAll(`[name="${CSS.escape(none.name.replace(/-absent$/, ""))}"]`);
      others.forEach((other) => {
        other.value = "";
      });
    }
  }, true);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-calculator]");
    const none = form?.elements.namedItem(`${event.target.name}-absent`);
    if (none && event.target.value) none.checked = false;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig?.triggeringEvent?.type === "submit") {
      document.getElementById("results-title")?.focus();
    }
  });
}

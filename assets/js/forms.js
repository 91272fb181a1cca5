// Asks before a form does harm: <button data-confirm="…"> says what would happen.
export function askBeforeHarm() {
  document.addEventListener("submit", (event) => {
    const text = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (text && !window.confirm(text)) event.preventDefault();
  });
}

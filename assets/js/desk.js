// The grid of the policy desk: a block pasted from Excel goes to the server, which fills the rows;
// Enter and the arrows go from row to row in a column.
const STEPS = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };

export function startDesk() {
  document.addEventListener("paste", (event) => {
    const cell = event.target.closest?.("[data-desk-grid] [data-cell]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    cell.form.elements.at.value = cell.dataset.cell;
    cell.form.elements.paste.value = text;
    cell.form.querySelector("[data-paste]").click();
  });
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-desk-grid] [data-cell]");
    if (!cell || !(event.key in STEPS) || event.isComposing) return;
    event.preventDefault();
    const [row, column] = cell.dataset.cell.split("-").map(Number);
    document.getElementById(`cell-${row + STEPS[event.key]}-${column}`)?.focus();
  });
}

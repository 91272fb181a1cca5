// Warns before a page is left on which something is typed and not saved: <form data-guard>. What
// the server hands back without having saved it carries data-unsaved as well.
const isChosenAnew = (select) => {
  const options = [...select.options];
  const marked = options.filter((option) => option.defaultSelected);
  const before = marked.length || select.multiple ? marked : options.slice(0, 1);
  return options.some((option) => option.selected !== before.includes(option));
};
const isChanged = (field) => {
  if (field.options) return isChosenAnew(field);
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
};
const isUnsaved = (form) => "unsaved" in form.dataset || [...form.elements].some(isChanged);

export function guardUnsaved() {
  let isSent = false;
  document.addEventListener("submit", (event) => {
    if ("guard" in event.target.dataset && !event.defaultPrevented) isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSent || ![...document.querySelectorAll("form[data-guard]")].some(isUnsaved)) return;
    event.preventDefault();
  });
}

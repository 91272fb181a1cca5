// Fields that pick a record out of thousands: a combobox whose suggestions the server finds.
// Keys as the ARIA practices have them: arrows move, Enter takes, Escape closes.

const MILLISECONDS_TO_WAIT = 150;

class Picker {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("[role=combobox]");
    this.list = box.querySelector("[role=listbox]");
    this.status = box.querySelector("[role=status]");
    this.value = box.querySelector("[data-value]");
    this.chosen = box.querySelector("[data-chosen]");
    this.kept = this.input.value;
    this.active = -1;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("click", () => this.list.hidden && this.load());
    this.input.addEventListener("blur", () => this.leave());
    // A mouse that presses an option must not take the focus first.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
    this.chosen?.addEventListener("click", (event) => {
      if (!event.target.closest("[data-remove]")) return;
      event.target.closest("li").remove();
      this.input.focus();
    });
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.load(), MILLISECONDS_TO_WAIT);
  }

  async load() {
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.box.dataset.address, window.location.href);
    const text = this.input.value.trim();
    address.searchParams.set("q", text === this.kept ? "" : text);
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
      else this.status.textContent = `${answer.status} ${answer.statusText}`;
    } catch (error) {
      // A later key has asked anew.
      if (error.name !== "AbortError") this.status.textContent = String(error);
    }
  }

  show({ options, status }) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(
      ...options.map(({ value, label, detail }, index) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${this.list.id}_${index}`;
        option.dataset.value = value;
        option.dataset.label = label;
        option.ariaSelected = "false";
        option.append(label);
        if (detail) {
          const small = document.createElement("small");
          small.textContent = detail;
          option.append(" ", small);
        }
        return option;
      }),
    );
    this.status.textContent = status;
    this.active = -1;
    this.open(options.length > 0);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.ariaExpanded = String(isOpen);
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.load();
      else this.mark(options, (this.active + step + options.length) % options.length);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.active >= 0) this.take(options[this.active]);
      else if (options.length === 1) this.take(options[0]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.open(false);
    } else if (event.key === "Backspace" && this.chosen && !this.input.value) {
      this.chosen.lastElementChild?.remove();
    }
  }

  mark(options, index) {
    for (const option of options) option.ariaSelected = "false";
    this.active = index;
    options[index].ariaSelected = "true";
    options[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[index].id);
  }

  take(option) {
    const { value, label } = option.dataset;
    if (this.chosen) {
      if (!this.chosen.querySelector(`input[value="${value}"]`)) this.add(value, label);
      this.input.value = "";
    } else {
      this.value.value = value;
      this.input.value = label;
    }
    this.kept = this.input.value;
    this.status.textContent = "";
    this.open(false);
  }

  add(value, label) {
    const item = this.box.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector("input").value = value;
    item.querySelector("span").textContent = label;
    const button = item.querySelector("button");
    button.ariaLabel = button.dataset.label.replace("{name}", label);
    this.chosen.append(item);
  }

  // Text that stands for no record does not stay: an emptied field is empty, any other goes back.
  leave() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.open(false);
    if (this.input.value === this.kept) return;
    if (!this.input.value.trim() && this.value) this.value.value = this.kept = "";
    this.input.value = this.kept;
    this.status.textContent = "";
  }
}

export function startPickers() {
  for (const box of document.querySelectorAll("[data-picker]")) new Picker(box);
}

/** Sends the edit form to the checks when typing pauses; shows what they say in the side panel and beside the blocks. */
const PAUSE = 600;
/** Choosers and rich text change fields without an event of the form's own. */
const GLANCE = 1500;

class LiveChecksController extends window.StimulusModule.Controller {
  static targets = ["verdict", "status", "failure", "reason", "unread", "list", "icons", "note"];

  static values = { url: String, failed: String, error: String, warning: String, whole: String };

  connect() {
    this.form = document.querySelector("form[data-edit-form]") || document.getElementById("page-edit-form");
    this.request = null;
    this.timer = null;
    this.look = () => this.notice();
    this.show(JSON.parse(document.getElementById("hub-checks-found").textContent), { quietly: true });
    if (!this.form) return;
    ["input", "change", "keyup", "click"].forEach((name) => this.form.addEventListener(name, this.look));
    this.glance = window.setInterval(this.look, GLANCE);
    /* Blocks are drawn after us: what is said beside them waits for them, and so does what counts as unchanged. */
    window.setTimeout(() => {
      this.sent = this.held();
      this.beside();
    }, 700);
  }

  disconnect() {
    window.clearInterval(this.glance);
    window.clearTimeout(this.timer);
    this.request?.abort();
    if (!this.form) return;
    ["input", "change", "keyup", "click"].forEach((name) => this.form.removeEventListener(name, this.look));
  }

  /** What the form holds, as text that can be compared. */
  held() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data.entries()]) {
      if (typeof value !== "string" || name.startsWith("comments-")) data.delete(name);
    }
    return new URLSearchParams(data).toString();
  }

  notice() {
    if (this.sent === undefined || document.hidden) return;
    const now = this.held();
    if (now === (this.waiting ?? this.sent)) return;
    this.waiting = now;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.check(), PAUSE);
  }

  retry() {
    this.check();
  }

  async check() {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const body = this.held();
    this.sent = body;
    this.waiting = undefined;
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.urlValue, {
        method: "POST",
        body,
        signal: request.signal,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value,
          "X-Requested-With": "XMLHttpRequest",
          Accept: "application/json",
        },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const found = await answer.json();
      if (request !== this.request) return;
      this.failureTarget.hidden = true;
      this.show(found);
    } catch (error) {
      if (error.name === "AbortError" || request !== this.request) return;
      this.reasonTarget.textContent = this.failedValue;
      this.failureTarget.hidden = false;
      this.statusTarget.textContent = this.failedValue;
    } finally {
      if (request === this.request) this.element.removeAttribute("aria-busy");
    }
  }

  show(found, { quietly = false } = {}) {
    this.found = found;
    this.verdictTarget.textContent = found.verdict;
    this.verdictTarget.classList.toggle("hub-live__verdict--error", found.errors > 0);
    this.verdictTarget.classList.toggle("hub-live__verdict--good", !found.errors && !found.warnings);
    if (!quietly && this.statusTarget.textContent !== found.verdict) this.statusTarget.textContent = found.verdict;
    this.unreadTarget.hidden = !found.unread.length;
    this.unreadTarget.replaceChildren(...found.unread.map((text) => this.made("li", "", text)));
    this.listTarget.replaceChildren(...found.problems.map((problem) => this.row(problem)));
    this.count(found);
    this.element.dispatchEvent(new CustomEvent("hub-checks:found", { bubbles: true, detail: found }));
    if (!quietly) this.beside();
  }

  count(found) {
    const counter = document.querySelector('[data-side-panel-toggle="hub-checks"] [data-side-panel-toggle-counter]');
    if (!counter) return;
    const total = found.errors + found.warnings;
    counter.textContent = total;
    counter.hidden = !total;
    counter.classList.toggle("hub-checks-counter--errors", found.errors > 0);
    counter.classList.toggle("hub-checks-counter--warnings", !found.errors);
  }

  made(tag, className, text = "") {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  icon(problem) {
    const [error, warning] = this.iconsTarget.content.querySelectorAll("svg");
    return (problem.severity === "error" ? error : warning).cloneNode(true);
  }

  row(problem) {
    const row = this.made("li", `hub-live__row hub-live__row--${problem.severity}`);
    const kind = problem.severity === "error" ? this.errorValue : this.warningValue;
    const head = this.made("span", "hub-live__kind", kind);
    head.prepend(this.icon(problem));
    row.append(head);
    if (!problem.anchor) {
      row.append(this.made("span", "hub-live__text", problem.message));
      return row;
    }
    const link = this.made("a", "hub-live__text", problem.message);
    link.href = `#${problem.anchor}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.jump(problem.anchor);
    });
    row.append(link);
    return row;
  }

  /** Bring a block or field into view, opened, with the focus in it. */
  jump(anchor) {
    const place = this.place(anchor);
    if (!place) return;
    /* On a phone the panel lies over the form. */
    if (window.innerWidth < 800) document.querySelector("[data-form-side-close-button]")?.click();
    const tab = place.closest('[role="tabpanel"]');
    if (tab?.hidden) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
    for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
      const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
    const field = this.fields(place)[0] || place;
    if (field === place && place.tabIndex < 0) place.tabIndex = -1;
    place.scrollIntoView({ block: "center", behavior: "auto" });
    field.focus({ preventScroll: field !== place && this.isSeen(field) });
  }

  isSeen(element) {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
  }

  place(anchor) {
    return document.getElementById(anchor) || document.getElementById(anchor.replace(/^id_/, "panel-child-content-child-"));
  }

  fields(place) {
    const wanted = 'input:not([type="hidden"]), textarea:not([hidden]), select, [contenteditable="true"]';
    if (place.matches(wanted)) return [place];
    const content = place.querySelector(":scope > .w-panel__content") || place;
    return [...content.querySelectorAll(wanted)].filter((field) => field.offsetParent !== null || field.closest("[hidden]"));
  }

  /** The same findings beside what they are about. */
  beside() {
    this.form?.querySelectorAll(".hub-beside").forEach((box) => {
      document.querySelectorAll(`[aria-describedby~="${box.id}"]`).forEach((field) => {
        const ids = field.getAttribute("aria-describedby").split(" ").filter((id) => id !== box.id);
        if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
        else field.removeAttribute("aria-describedby");
      });
      box.remove();
    });
    const byPlace = new Map();
    this.found.problems
      .filter((problem) => problem.anchor)
      .forEach((problem) => byPlace.set(problem.anchor, [...(byPlace.get(problem.anchor) || []), problem]));
    byPlace.forEach((problems, anchor) => this.tell(anchor, problems));
  }

  tell(anchor, problems) {
    const place = this.place(anchor);
    if (!place) return;
    const box = this.made("ul", "hub-beside");
    box.id = `hub-beside-${anchor}`;
    box.append(
      ...problems.map((problem) => {
        const row = this.made("li", `hub-beside__row hub-beside__row--${problem.severity}`);
        const text = this.made("span", "", problem.message);
        row.append(this.icon(problem), text);
        return row;
      }),
    );
    const isBlock = anchor.startsWith("block-");
    if (isBlock) (place.querySelector(":scope > .w-panel__content") || place).prepend(box);
    else (place.closest("[data-field-wrapper], .w-field__wrapper") || place.parentElement).append(box);
    this.fields(place)
      .slice(0, isBlock ? undefined : 1)
      .forEach((field) => {
        const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
        field.setAttribute("aria-describedby", [...ids, box.id].join(" "));
      });
  }
}

window.wagtail.app.register("hub-checks", LiveChecksController);

/**
 * Marks what was proposed in an asset's editor. The marks are in a hidden field; who keeps a proposal, or changes its
 * words, takes its mark away. The server checks the words again.
 */
class ProposalsController extends window.StimulusModule.Controller {
  static targets = ["marks", "notice", "done", "bar"];
  static values = { ids: String };

  connect() {
    this.bars = new Map();
    this.open = new Set(this.idsValue ? this.idsValue.split(",") : []);
    this.refresh();
    this.showAll();
    // Wagtail draws the blocks after this controller is there.
    this.watcher = new MutationObserver(() => this.showAll());
    if (this.bars.size < this.open.size) this.watcher.observe(this.element.closest("form"), { childList: true, subtree: true });
  }

  disconnect() {
    this.watcher.disconnect();
    for (const { bar, panel, typed } of this.bars.values()) {
      bar.remove();
      panel.removeEventListener("input", typed);
    }
    this.bars.clear();
  }

  showAll() {
    for (const id of this.open) if (!this.bars.has(id)) this.show(id);
    if (this.bars.size === this.open.size) this.watcher?.disconnect();
  }

  /** The panel of a block, or of the summary. */
  panel(id) {
    return document.getElementById(id === "summary" ? "panel-child-content-summary-section" : `block-${id}-section`);
  }

  show(id) {
    const panel = this.panel(id);
    if (!panel) return;
    const bar = this.barTarget.content.firstElementChild.cloneNode(true);
    const typed = () => this.keep(id);
    bar.querySelector("[data-keep]").addEventListener("click", () => this.keep(id, true));
    bar.querySelector("[data-remove]").addEventListener("click", () => this.remove(id));
    (panel.querySelector(".w-panel__content") || panel).prepend(bar);
    panel.addEventListener("input", typed);
    this.bars.set(id, { bar, panel, typed });
  }

  keep(id, byButton = false) {
    const held = this.bars.get(id);
    if (!held) return;
    held.panel.removeEventListener("input", held.typed);
    held.bar.remove();
    this.bars.delete(id);
    this.open.delete(id);
    this.write();
    if (byButton) this.next();
  }

  keepAll() {
    for (const id of [...this.open]) this.keep(id);
    this.doneTarget.tabIndex = -1;
    this.doneTarget.focus();
  }

  remove(id) {
    const { panel } = this.bars.get(id);
    const field = id === "summary" ? panel.querySelector("textarea") : null;
    this.keep(id);
    if (field) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      panel.querySelector(':scope > .w-panel__header [data-streamfield-action="DELETE"]')?.click();
    }
    this.next();
  }

  /** To the next proposal, so that one can go through all of them with the keyboard. */
  next() {
    const first = [...this.bars.values()].map(({ bar }) => bar).sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1))[0];
    if (!first) return;
    const button = first.querySelector("[data-keep]");
    button.scrollIntoView({ block: "center" });
    button.focus({ preventScroll: true });
  }

  write() {
    const input = this.marksTarget.querySelector("input");
    const marks = JSON.parse(input.value || "{}");
    for (const id of Object.keys(marks)) if (!this.open.has(id)) delete marks[id];
    input.value = JSON.stringify(marks);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    this.refresh();
  }

  refresh() {
    if (!this.hasNoticeTarget) return;
    this.noticeTarget.hidden = this.open.size === 0;
    this.doneTarget.hidden = this.open.size > 0;
  }
}

window.wagtail.app.register("hub-proposals", ProposalsController);

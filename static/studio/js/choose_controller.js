/** Counts what is selected in a list, selects all of a page, and lets nothing be pressed while nothing is selected. */
class ChooseController extends window.StimulusModule.Controller {
  static targets = ["box", "page", "toggle", "all", "count", "button"];

  connect() {
    if (this.hasPageTarget) this.pageTarget.hidden = false;
    this.recount = () => this.count();
    this.element.addEventListener("hub-decide:decided", this.recount);
    this.count();
  }

  disconnect() {
    this.element.removeEventListener("hub-decide:decided", this.recount);
  }

  toggle() {
    for (const box of this.boxTargets) box.checked = this.toggleTarget.checked;
    this.count();
  }

  count() {
    if (!this.hasCountTarget) return;
    const chosen = this.boxTargets.filter((box) => box.checked).length;
    const all = this.hasAllTarget && this.allTarget.checked;
    const { none, some } = this.countTarget.dataset;
    const text = all ? "" : chosen ? some.replace("%s", chosen) : none;
    if (this.countTarget.textContent !== text) this.countTarget.textContent = text;
    this.countTarget.closest("form").classList.toggle("hub-many--some", Boolean(all || chosen));
    for (const button of this.buttonTargets) button.disabled = !(all || chosen);
    this.toggleTarget.checked = chosen > 0 && chosen === this.boxTargets.length;
    this.toggleTarget.indeterminate = chosen > 0 && chosen < this.boxTargets.length;
  }
}

window.wagtail.app.register("hub-choose", ChooseController);

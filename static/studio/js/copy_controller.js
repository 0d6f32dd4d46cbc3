/** Copies a text and says so: data-controller="hub-copy" data-hub-copy-text-value="..." on a button. */
class CopyController extends window.StimulusModule.Controller {
  static values = { text: String, done: String };
  static targets = ["label"];

  async copy() {
    if (!(await this.write())) return;
    const label = this.hasLabelTarget ? this.labelTarget : this.element;
    if (this.before === undefined) this.before = label.textContent;
    label.textContent = this.doneValue;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      label.textContent = this.before;
    }, 2000);
  }

  /** The clipboard is only there on https and localhost; elsewhere a selected field does it. */
  async write() {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(this.textValue);
        return true;
      } catch {
        // Refused: try the older way.
      }
    }
    const field = document.createElement("textarea");
    field.value = this.textValue;
    field.setAttribute("readonly", "");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  disconnect() {
    window.clearTimeout(this.timer);
  }
}

window.wagtail.app.register("hub-copy", CopyController);
